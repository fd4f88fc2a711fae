import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { ServerConfig } from "./config";
import { Dashboard } from "./constructs/dashboard";
import { InstanceRole } from "./constructs/instance-role";
import { LoadBalancer, UNHEALTHY_AFTER } from "./constructs/load-balancer";
import { Network } from "./constructs/network";
import { ServerlessOutputs } from "./constructs/serverless-outputs";
import { WebserviceAlarms } from "./constructs/webservice-alarms";
import { WebserviceArtifact } from "./constructs/webservice-artifact";
import { WebserviceFleet } from "./constructs/webservice-fleet";
import { PostagramStack } from "./postagram-stack";

/** Port on which instances serve. */
const PORT = 8080;

export interface ServerStackProps {
  readonly config: ServerConfig;
  /** The webservice's archive, an absolute path: what `buildWebservice` of `webservice/build.js` made. */
  readonly archive: string;
}

/** The half of Postagram that has servers: the posts webservice on instances that scale, behind a load balancer. */
export class ServerStack extends PostagramStack {
  constructor(scope: Construct, { config, archive }: ServerStackProps) {
    super(scope, "postagram-server", config);
    const serverless = new ServerlessOutputs(this, "serverless", { config });
    const network = new Network(this, "network", { config });
    const loadBalancer = new LoadBalancer(this, "entry", { config, network, targetPort: PORT });
    const role = new InstanceRole(this, "role", { config, name: "postagram-webservice" });
    serverless.allowWebservice(role);
    const artifact = new WebserviceArtifact(this, "artifact", { config, archive });
    const fleet = new WebserviceFleet(this, "fleet", {
      config,
      network,
      loadBalancer,
      role,
      artifact,
      tags: this.tags,
      environment: {
        NODE_ENV: "production",
        AWS_REGION: config.region,
        BUCKET: serverless.bucket,
        DYNAMO_TABLE: serverless.dynamoTable,
        HOST: "0.0.0.0",
        PORT: String(PORT),
        FEED_SHARDS: String(config.feedShards),
        RATE_LIMIT: String(config.rateLimit),
        ALLOWED_ORIGINS: [config.allowedOrigins].flat().join(","),
        // Only the load balancer reaches the port, from one of its subnets.
        TRUSTED_PROXIES: network.cidrs,
        // Answering goes on until the load balancer has seen that it should send nothing more.
        DRAIN_SECONDS: String(UNHEALTHY_AFTER),
        ...(config.endpoint !== undefined && { AWS_ENDPOINT_URL: config.endpoint }),
      },
    });
    new WebserviceAlarms(this, "alarms", { config, loadBalancer });
    new Dashboard(this, "dashboard", { region: config.region, serverless, loadBalancer, fleet });

    new TerraformOutput(this, "url", {
      value: loadBalancer.url,
      description: "Where the web app and the posts API answer",
    });
    new TerraformOutput(this, "autoscaling_group_name", {
      value: fleet.autoscalingGroupName,
      description: "The Auto Scaling group of the instances, whose refresh a new version waits for",
    });
    new TerraformOutput(this, "artifact_version_id", {
      value: artifact.versionId,
      description: "Which version of the webservice's archive new instances run",
    });
  }
}
