import { EC2Client } from "@aws-sdk/client-ec2";
import { SignatureV4 } from "@smithy/signature-v4";
import { CommandError } from "../command";

/** The one call of Amazon EC2 Auto Scaling that a deployment needs. */
export interface AutoScaling {
  /** The instance refresh that began last, if there has been any. */
  newestInstanceRefresh(groupName: string): Promise<InstanceRefresh | undefined>;
}

/** @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstanceRefresh.html */
export interface InstanceRefresh {
  readonly status: string;
  readonly statusReason: string | undefined;
  /** Of the instances that are to be replaced; absent before it has begun. */
  readonly percentageComplete: number | undefined;
  readonly startTime: Date;
}

const API_VERSION = "2011-01-01";
const TIMEOUT_MS = 20_000;

/**
 * Connects to Auto Scaling with the credentials that the AWS SDK finds, in `process.env` and in profiles. One call does
 * not make up for another client of the SDK's.
 *
 * @param env names the region, as for the stacks, and an emulator's address.
 */
export function connectAutoScaling(env: NodeJS.ProcessEnv): AutoScaling {
  // Its configuration is the same for all services: environment, profiles, the roles that they name.
  const { credentials, region, sha256 } = new EC2Client({ region: env.AWS_REGION || "us-east-1" }).config;
  return {
    async newestInstanceRefresh(groupName) {
      const url = new URL(env.AWS_ENDPOINT_URL || `https://autoscaling.${await region()}.amazonaws.com/`);
      const body = new URLSearchParams({
        Action: "DescribeInstanceRefreshes",
        Version: API_VERSION,
        AutoScalingGroupName: groupName,
        MaxRecords: "1",
      }).toString();
      const signer = new SignatureV4({ service: "autoscaling", region, credentials, sha256 });
      const request = {
        method: "POST",
        protocol: url.protocol,
        hostname: url.hostname,
        path: "/",
        headers: { host: url.host, "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
        body,
      };
      const { headers } = await signer.sign(request);
      const response = await fetch(url, { method: "POST", headers, body, signal: AbortSignal.timeout(TIMEOUT_MS) });
      const answer = await response.text();
      if (!response.ok) {
        throw new CommandError(
          `DescribeInstanceRefreshes of ${groupName}: ${element(answer, "Message") ?? response.status}`,
        );
      }
      return parseInstanceRefresh(answer);
    },
  };
}

/** The first, which is the newest, of an answer to `DescribeInstanceRefreshes`. */
export function parseInstanceRefresh(answer: string): InstanceRefresh | undefined {
  const refresh = element(answer, "member");
  const status = element(refresh ?? "", "Status");
  if (refresh === undefined || status === undefined) return undefined;
  const percentage = element(refresh, "PercentageComplete");
  return {
    status,
    statusReason: element(refresh, "StatusReason"),
    percentageComplete: percentage === undefined ? undefined : Number(percentage),
    startTime: new Date(element(refresh, "StartTime") ?? Date.now()),
  };
}

function element(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^]*?)</${name}>`).exec(xml)?.[1];
}
