import { devNull } from "node:os";
import type { EmulatorSettings } from "./settings";

export const EMULATOR_REGION = "us-east-1";

/** An emulator believes any. */
export const EMULATOR_CREDENTIALS = { accessKeyId: "test", secretAccessKey: "test" } as const;

/** The emulator refuses an API key without a value, which is how AWS is asked to make one. It guards nothing here. */
const EMULATOR_API_KEY = "postagram-on-an-emulator";

/** What names a thing in somebody's AWS account, so that it cannot be meant on an emulator unless it is set by hand. */
const OF_AN_ACCOUNT = [
  "ALARM_TOPIC_ARN",
  "CERTIFICATE_ARN",
  "EXISTING_INSTANCE_PROFILE",
  "EXISTING_ROLE_NAME",
  "SUBNET_IDS",
  "VPC_ID",
];

/**
 * The environment under which programs, and the AWS SDK in them, use the emulator and nothing else.
 *
 * What is in `env` stays, but for what would lead to a real AWS; what only `.env` has of an AWS account is left out.
 */
export function emulatorEnvironment(env: NodeJS.ProcessEnv, settings: EmulatorSettings): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !name.startsWith("AWS_"));
  return {
    // An empty variable counts as one that is not set, and goes before `.env`, which the stacks read.
    ...Object.fromEntries(OF_AN_ACCOUNT.map((name) => [name, ""])),
    TF_VAR_ec2_api_key: EMULATOR_API_KEY,
    // MiniStack has no machine image for arm64.
    INSTANCE_TYPE: "t3.small",
    ...Object.fromEntries(kept),
    TF_STATE_BUCKET: "",
    AWS_REGION: env.AWS_REGION || EMULATOR_REGION,
    AWS_ACCESS_KEY_ID: EMULATOR_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: EMULATOR_CREDENTIALS.secretAccessKey,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_ENDPOINT_URL: settings.endpoint,
    AWS_ENDPOINT_URL_REKOGNITION: settings.rekognitionEndpoint,
  };
}

/** The environment under which `cdktf` and Terraform deploy to the emulator. */
export function terraformEnvironment(env: NodeJS.ProcessEnv, binDirectory: string): NodeJS.ProcessEnv {
  return {
    ...env,
    PATH: `${binDirectory}:${env.PATH ?? ""}`,
    TERRAFORM_BINARY_NAME: "tflocal",
    DISABLE_DEPRECATION_NOTICE: "1", // of tflocal, at each of its many calls
    CHECKPOINT_DISABLE: "1",
    // Else bucket names become host names under localhost.localstack.cloud, which takes a DNS server to look up.
    S3_HOSTNAME: new URL(env.AWS_ENDPOINT_URL ?? "http://localhost").hostname,
  };
}
