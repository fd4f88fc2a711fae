import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { AutoscalingPolicy } from "@cdktf/provider-aws/lib/autoscaling-policy";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { Token } from "cdktf";
import { Construct } from "constructs";
import type { ServerConfig } from "../config";
import type { InstanceRole } from "./instance-role";
import type { LoadBalancer } from "./load-balancer";
import type { Network } from "./network";
import type { WebserviceArtifact } from "./webservice-artifact";
import { WebserviceUserData } from "./webservice-user-data";

const NAME = "postagram-webservice";

/** Where the webservice's log lines are, as JSON. */
export const LOG_GROUP = "/postagram/webservice";

/** From the start of an instance until it serves, in seconds, with a margin: most of it is the installation of packages. */
const BOOT_TIME = 180;

/** Average load of the processors, in percent, that the group is kept at. Above it there is room for the next peak. */
const TARGET_CPU = 50;

export interface WebserviceFleetProps {
  readonly config: ServerConfig;
  readonly network: Network;
  readonly loadBalancer: LoadBalancer;
  readonly role: InstanceRole;
  readonly artifact: WebserviceArtifact;
  /** Environment of the webservice. */
  readonly environment: Readonly<Record<string, string>>;
  /** Tags of instances and volumes: what the provider tags by itself does not reach them. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * One to four instances that run the webservice behind the load balancer. A new artifact, image or setting replaces them
 * one by one, the new one first, and if it does not become healthy the group goes back to what it was.
 */
export class WebserviceFleet extends Construct {
  readonly autoscalingGroupName: string;
  readonly #logs: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, props: WebserviceFleetProps) {
    super(scope, id);
    const { config, network, loadBalancer, role } = props;
    this.#logs = new CloudwatchLogGroup(this, "logs", {
      name: LOG_GROUP,
      retentionInDays: config.logRetentionDays,
    });
    props.artifact.allowFetches(role);
    role.allow({
      sid: "WriteLogs",
      actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      resources: [`${this.#logs.arn}:*`],
    });

    const securityGroup = new SecurityGroup(this, "security-group", {
      namePrefix: "postagram-webservice-",
      description: "Instances of Postagram: in from the load balancer, out to AWS",
      vpcId: network.vpcId,
      lifecycle: { createBeforeDestroy: true },
    });
    const egress = new VpcSecurityGroupEgressRule(this, "to-aws", {
      securityGroupId: securityGroup.id,
      cidrIpv4: "0.0.0.0/0",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      description: "AWS APIs and the packages of Amazon Linux, whose addresses change",
    });
    loadBalancer.allowTo(securityGroup.id);

    const template = this.#launchTemplate(props, securityGroup.id);
    const group = new AutoscalingGroup(this, "group", {
      namePrefix: `${NAME}-`,
      // How many there are now is for the scaling to say, not for a deployment: no desiredCapacity.
      minSize: 1,
      maxSize: 4,
      vpcZoneIdentifier: network.subnetIds,
      targetGroupArns: [loadBalancer.targetGroupArn],
      healthCheckType: "ELB",
      healthCheckGracePeriod: BOOT_TIME,
      defaultInstanceWarmup: BOOT_TIME,
      ...(config.endpoint === undefined
        ? { minElbCapacity: 1 }
        : // Its instances run nothing that could become healthy, and MiniStack forgets their group of targets.
          { lifecycle: { ignoreChanges: ["target_group_arns"] } }),
      launchTemplate: { id: template.id, version: Token.asString(template.latestVersion) },
      instanceRefresh: {
        strategy: "Rolling",
        preferences: { minHealthyPercentage: 100, maxHealthyPercentage: 200, autoRollback: true },
      },
      tag: Object.entries({ Name: NAME, ...props.tags }).map(([key, value]) => ({
        key,
        value,
        propagateAtLaunch: true,
      })),
      // An instance calls AWS while it boots, and can only become healthy behind a listener.
      dependsOn: [egress, ...loadBalancer.dependencies, ...role.dependencies],
    });
    this.autoscalingGroupName = group.name;

    new AutoscalingPolicy(this, "scaling", {
      name: "cpu",
      autoscalingGroupName: group.name,
      policyType: "TargetTrackingScaling",
      targetTrackingConfiguration: {
        predefinedMetricSpecification: { predefinedMetricType: "ASGAverageCPUUtilization" },
        targetValue: TARGET_CPU,
      },
    });
  }

  #launchTemplate(props: WebserviceFleetProps, securityGroupId: string): LaunchTemplate {
    const { config, role } = props;
    // The image's id, not the parameter's name, goes into the template: else a rollback could not name what it was.
    const image = new DataAwsSsmParameter(this, "image", {
      name: `/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${config.instanceArchitecture}`,
    });
    const userData = new WebserviceUserData(this, "user-data", {
      region: config.region,
      artifact: props.artifact,
      logGroupName: this.#logs.name,
      environment: props.environment,
    });
    const tags = { Name: NAME, ...props.tags };
    return new LaunchTemplate(this, "template", {
      namePrefix: `${NAME}-`,
      description: "An instance of the Postagram webservice",
      imageId: image.insecureValue,
      instanceType: config.instanceType,
      iamInstanceProfile: { name: role.instanceProfile },
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        // The service runs on the instance itself, not in a container.
        httpPutResponseHopLimit: 1,
      },
      networkInterfaces: [
        {
          // The way out of a public subnet, without the price of a NAT gateway. Nothing gets in but the load balancer.
          associatePublicIpAddress: "true",
          securityGroups: [securityGroupId],
        },
      ],
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: { volumeType: "gp3", volumeSize: 8, encrypted: "true", deleteOnTermination: "true" },
        },
      ],
      // A load of the processors each minute: with one each five minutes the scaling would be late.
      monitoring: { enabled: true },
      tagSpecifications: ["instance", "volume"].map((resourceType) => ({ resourceType, tags })),
      userData: userData.base64,
    });
  }
}
