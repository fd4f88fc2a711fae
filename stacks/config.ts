import { EnvironmentReader } from "../environment/environment-reader";
import { readAllowedOrigins } from "../environment/origins";
import { REKOGNITION_REGIONS } from "./rekognition-regions";

/** Where a stack keeps its Terraform state. */
export interface RemoteState {
  /** An existing S3 bucket. */
  readonly bucket: string;
  readonly region: string;
}

/** What all stacks are configured by. See `.env.example` for what each variable does. */
export interface StackConfig {
  readonly region: string;
  /** Tag `Environment` of everything, and what decides over deletion protection: `production` has it. */
  readonly environment: string;
  /** The state lies in local files where it is absent. */
  readonly remoteState: RemoteState | undefined;
  /** Name of a role that functions and instances use; no role and no policy is made then. */
  readonly existingRoleName: string | undefined;
  /** Who is told when an alarm goes off: an SNS topic. */
  readonly alarmTopicArn: string | undefined;
  /** How long logs are kept, in days. */
  readonly logRetentionDays: number;
  readonly apiGatewayLogs: ApiGatewayLogs;
  /** An emulator's address, for all services. */
  readonly endpoint: string | undefined;
}

const ENVIRONMENTS = ["development", "test", "staging", "production"] as const;

/** What CloudWatch takes for the retention of a log group, in days. */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/**
 * Whether API Gateway may write logs: `off`; `existing`, where the account has a role for that in the region already; or
 * `create`, where this deployment is to make it, since there is one for all APIs of a region.
 */
export type ApiGatewayLogs = "off" | "existing" | "create";

/** Reads what all stacks are configured by. */
export function readStackConfig(reader: EnvironmentReader): StackConfig {
  const readRegion = (name: string) => reader.matching(name, /^[a-z]{2}(-[a-z]+)+-\d$/, "a region such as us-east-1");
  const region = readRegion("AWS_REGION") ?? "us-east-1";
  const bucket = reader.matching("TF_STATE_BUCKET", /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "the name of an S3 bucket");
  const retention = reader.integer("LOG_RETENTION_DAYS", { fallback: 30, min: 1, max: 3653 });
  if (!RETENTION_DAYS.includes(retention)) {
    reader.wrong("LOG_RETENTION_DAYS", String(retention), `one of ${RETENTION_DAYS.join(", ")}`);
  }
  return {
    region,
    environment: reader.oneOf("ENVIRONMENT", ENVIRONMENTS, "development"),
    remoteState: bucket === undefined ? undefined : { bucket, region: readRegion("TF_STATE_REGION") ?? region },
    existingRoleName: reader.matching("EXISTING_ROLE_NAME", /^[\w+=,.@-]{1,64}$/, "the name of an IAM role"),
    alarmTopicArn: reader.matching("ALARM_TOPIC_ARN", /^arn:[\w-]+:sns:/, "the ARN of an SNS topic"),
    logRetentionDays: retention,
    apiGatewayLogs: reader.oneOf("API_GATEWAY_LOGS", ["off", "existing", "create"] as const, "off"),
    endpoint: reader.matching("AWS_ENDPOINT_URL", /^https?:\/\/[^/]/, "a URL such as http://localhost:4566"),
  };
}

/** What `postagram-serverless` is configured by. */
export interface ServerlessConfig extends StackConfig {
  readonly allowedOrigins: "*" | readonly string[];
  /** Of the functions, and of the instance that the EC2 control starts and stops. */
  readonly architecture: "arm64" | "x86_64";
  /** OpenSSH public key of the key pair `api-driven-key`; no key pair is made without it. */
  readonly ec2PublicKey: string | undefined;
  /** How callers of the EC2 control prove who they are. */
  readonly ec2ApiAuth: "api-key" | "iam" | "none";
  /** `AWS_ENDPOINT_URL_REKOGNITION` of the label function, where an emulator has no Rekognition. */
  readonly rekognitionEndpoint: string | undefined;
}

export function readServerlessConfig(env: NodeJS.ProcessEnv): ServerlessConfig {
  const reader = new EnvironmentReader(env);
  const stack = readStackConfig(reader);
  const config: ServerlessConfig = {
    ...stack,
    allowedOrigins: readAllowedOrigins(reader),
    // Not every emulator has machine images for arm64.
    architecture: reader.oneOf(
      "LAMBDA_ARCHITECTURE",
      ["arm64", "x86_64"] as const,
      stack.endpoint === undefined ? "arm64" : "x86_64",
    ),
    ec2PublicKey: reader.matching("EC2_PUBLIC_KEY", /^(ssh-|ecdsa-)\S+ \S+/, "an OpenSSH public key"),
    ec2ApiAuth: reader.oneOf("EC2_API_AUTH", ["api-key", "iam", "none"] as const, "api-key"),
    rekognitionEndpoint: reader.matching(
      "AWS_ENDPOINT_URL_REKOGNITION",
      /^https?:\/\/[^/]/,
      "a URL such as http://localhost:4568",
    ),
  };
  const isOnAws = (config.rekognitionEndpoint ?? config.endpoint) === undefined;
  if (isOnAws && !REKOGNITION_REGIONS.includes(config.region)) {
    reader.wrong("AWS_REGION", config.region, `one that has Amazon Rekognition: ${REKOGNITION_REGIONS.join(", ")}`);
  }
  reader.finish();
  return config;
}

/** What `postagram-server` is configured by. */
export interface ServerConfig extends StackConfig {
  /** ACM certificate of the load balancer's HTTPS listener; HTTP alone without it. */
  readonly certificateArn: string | undefined;
  /** The region's default VPC where it is absent. */
  readonly vpcId: string | undefined;
  /** One subnet a zone, two zones at least; goes with `vpcId`. */
  readonly subnetIds: readonly string[];
  readonly instanceType: string;
  /** That of the instance type, and so of its machine image. */
  readonly instanceArchitecture: "arm64" | "x86_64";
  /** Name of an instance profile that exists already; goes with `existingRoleName`. */
  readonly existingInstanceProfile: string | undefined;
  readonly feedShards: number;
  readonly rateLimit: number;
  readonly allowedOrigins: "*" | readonly string[];
}

export function readServerConfig(env: NodeJS.ProcessEnv): ServerConfig {
  const reader = new EnvironmentReader(env);
  const instanceType =
    reader.matching("INSTANCE_TYPE", /^[a-z0-9-]+\.[a-z0-9-]+$/, "an instance type such as t4g.small") ?? "t4g.small";
  const config: ServerConfig = {
    ...readStackConfig(reader),
    certificateArn: reader.matching("CERTIFICATE_ARN", /^arn:[\w-]+:acm:/, "the ARN of an ACM certificate"),
    vpcId: reader.matching("VPC_ID", /^vpc-[0-9a-f]+$/, "the id of a VPC"),
    subnetIds: reader.list("SUBNET_IDS", (id) => /^subnet-[0-9a-f]+$/.test(id), "a list of ids of subnets"),
    instanceType,
    instanceArchitecture: architectureOf(instanceType),
    existingInstanceProfile: reader.matching(
      "EXISTING_INSTANCE_PROFILE",
      /^[\w+=,.@-]{1,128}$/,
      "the name of an instance profile",
    ),
    feedShards: reader.integer("FEED_SHARDS", { fallback: 4, min: 1, max: 64 }),
    rateLimit: reader.integer("RATE_LIMIT", { fallback: 600, min: 0, max: 1_000_000 }),
    allowedOrigins: readAllowedOrigins(reader),
  };
  if ((config.vpcId === undefined) !== (config.subnetIds.length === 0)) {
    reader.wrong("VPC_ID", config.vpcId ?? "", "set together with SUBNET_IDS");
  } else if (config.vpcId !== undefined && config.subnetIds.length < 2) {
    reader.wrong("SUBNET_IDS", config.subnetIds.join(), "two subnets at least, each in another zone");
  }
  if ((config.existingRoleName === undefined) !== (config.existingInstanceProfile === undefined)) {
    reader.wrong(
      "EXISTING_INSTANCE_PROFILE",
      config.existingInstanceProfile ?? "",
      "set together with EXISTING_ROLE_NAME",
    );
  }
  reader.finish();
  return config;
}

/**
 * Architecture of an instance type: of a processor of Amazon's own where a `g` follows the number of the generation.
 *
 * @see https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 */
function architectureOf(instanceType: string): "arm64" | "x86_64" {
  return /^(a1\.|[a-z]+\d+g)/.test(instanceType) ? "arm64" : "x86_64";
}
