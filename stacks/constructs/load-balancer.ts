import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener, type LbListenerConfig } from "@cdktf/provider-aws/lib/lb-listener";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { ServerConfig } from "../config";
import type { Network } from "./network";

/** How often a target's health is asked for, in seconds. It costs the service nothing: no AWS service is touched. */
const HEALTH_INTERVAL = 5;

/** After how many bad answers in a row a target gets no requests any more. */
const UNHEALTHY_THRESHOLD = 3;

/** How long the load balancer takes to see that a target is not well, in seconds. */
export const UNHEALTHY_AFTER = HEALTH_INTERVAL * UNHEALTHY_THRESHOLD;

/** How long requests in flight may go on once their target is taken out, in seconds: the service's own grace. */
const DEREGISTRATION_DELAY = 30;

/** TLS 1.3, and 1.2 with forward secrecy for who cannot do better. */
const TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06";

export interface LoadBalancerProps {
  readonly config: Pick<ServerConfig, "certificateArn" | "environment">;
  readonly network: Network;
  /** Port on which the targets serve. */
  readonly targetPort: number;
}

/**
 * The way in from the internet: a load balancer on port 80, or with `CERTIFICATE_ARN` on port 443, to which port 80
 * redirects then. It asks targets for `/health`.
 */
export class LoadBalancer extends Construct {
  readonly url: string;
  readonly targetGroupArn: string;
  /** Value of the dimension `LoadBalancer` of its metrics. */
  readonly metricName: string;
  /** Value of the dimension `TargetGroup` of its metrics. */
  readonly targetGroupMetricName: string;
  /** What has to be there before targets can become healthy. */
  readonly dependencies: ITerraformDependable[] = [];
  readonly #securityGroupId: string;
  readonly #targetPort: number;

  constructor(scope: Construct, id: string, { config, network, targetPort }: LoadBalancerProps) {
    super(scope, id);
    this.#targetPort = targetPort;
    this.#securityGroupId = new SecurityGroup(this, "security-group", {
      namePrefix: "postagram-load-balancer-",
      description: "Load balancer of Postagram: in from the world, out to instances",
      vpcId: network.vpcId,
      lifecycle: { createBeforeDestroy: true },
    }).id;
    const lb = new Lb(this, "load-balancer", {
      name: "postagram",
      loadBalancerType: "application",
      internal: false,
      subnets: network.subnetIds,
      securityGroups: [this.#securityGroupId],
      // What the service sees as a header is one for everybody on the way.
      dropInvalidHeaderFields: true,
      enableDeletionProtection: config.environment === "production",
    });
    const targets = new LbTargetGroup(this, "targets", {
      // A change of port or VPC makes another group, which must not have the name of the one that it takes over from.
      namePrefix: "postag",
      lifecycle: { createBeforeDestroy: true },
      port: targetPort,
      protocol: "HTTP",
      vpcId: network.vpcId,
      deregistrationDelay: String(DEREGISTRATION_DELAY),
      // A page takes milliseconds, a stream of all posts many seconds: by turns, one target could get all the streams.
      loadBalancingAlgorithmType: "least_outstanding_requests",
      healthCheck: {
        path: "/health",
        matcher: "200",
        interval: HEALTH_INTERVAL,
        timeout: HEALTH_INTERVAL - 1,
        healthyThreshold: 2,
        unhealthyThreshold: UNHEALTHY_THRESHOLD,
      },
    });
    this.targetGroupArn = targets.arn;
    this.metricName = lb.arnSuffix;
    this.targetGroupMetricName = targets.arnSuffix;
    this.url = `${config.certificateArn === undefined ? "http" : "https"}://${lb.dnsName}`;

    const forward = [{ type: "forward", targetGroupArn: targets.arn }];
    if (config.certificateArn === undefined) {
      this.#listen(lb, { port: 80, protocol: "HTTP", defaultAction: forward });
    } else {
      const redirect = { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" };
      this.#listen(lb, { port: 80, protocol: "HTTP", defaultAction: [{ type: "redirect", redirect }] });
      this.#listen(lb, {
        port: 443,
        protocol: "HTTPS",
        certificateArn: config.certificateArn,
        sslPolicy: TLS_POLICY,
        defaultAction: forward,
      });
    }
  }

  /** Lets the load balancer, and nobody else, reach instances of a security group on the targets' port. */
  allowTo(securityGroupId: string): void {
    const port = { ipProtocol: "tcp", fromPort: this.#targetPort, toPort: this.#targetPort };
    this.dependencies.push(
      new VpcSecurityGroupEgressRule(this, "to-instances", {
        ...port,
        securityGroupId: this.#securityGroupId,
        referencedSecurityGroupId: securityGroupId,
        description: "Requests and health checks, to instances alone",
      }),
      new VpcSecurityGroupIngressRule(this, "from-load-balancer", {
        ...port,
        securityGroupId,
        referencedSecurityGroupId: this.#securityGroupId,
        description: "Requests and health checks, from the load balancer alone",
      }),
    );
  }

  #listen(
    lb: Lb,
    listener: Required<Pick<LbListenerConfig, "port" | "protocol">> & Omit<LbListenerConfig, "loadBalancerArn">,
  ) {
    new VpcSecurityGroupIngressRule(this, `from-world-${listener.port}`, {
      securityGroupId: this.#securityGroupId,
      cidrIpv4: "0.0.0.0/0",
      ipProtocol: "tcp",
      fromPort: listener.port,
      toPort: listener.port,
      description: `${listener.protocol} from anywhere: the service is public`,
    });
    this.dependencies.push(new LbListener(this, `listener-${listener.port}`, { ...listener, loadBalancerArn: lb.arn }));
  }
}
