import { devNull } from "node:os";
import path from "node:path";
import { ConfigError, EnvironmentReader } from "../environment/environment-reader";

/** What can be set about the embedded AWS. */
export interface EmbeddedAwsSettings {
  /** Folder that holds everything that survives a restart. */
  readonly directory: string;
  /** Port, on loopback, of the one endpoint of all its services. */
  readonly port: number;
  readonly bucket: string;
  readonly dynamoTable: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Origins from which browsers may read and upload pictures; `*` for all. */
  readonly corsOrigins: readonly string[];
}

/** Whether the environment leaves it to us to bring an AWS along. */
export function wantsEmbeddedAws(env: NodeJS.ProcessEnv): boolean {
  const reader = new EnvironmentReader(env);
  const [bucket, table] = [reader.text("BUCKET"), reader.text("DYNAMO_TABLE")];
  if (Boolean(bucket) === Boolean(table)) return !bucket;
  const [given, missing] = bucket ? ["BUCKET", "DYNAMO_TABLE"] : ["DYNAMO_TABLE", "BUCKET"];
  throw new ConfigError([
    `${missing} is not set, though ${given} is: set both to use AWS or an emulator, or neither to run the embedded AWS.`,
  ]);
}

/**
 * Reads the settings of the embedded AWS from environment variables.
 *
 * @throws {ConfigError} naming the variable, its value and what would be right.
 */
export function readEmbeddedAwsSettings(env: NodeJS.ProcessEnv): EmbeddedAwsSettings {
  const reader = new EnvironmentReader(env);
  const port = reader.integer("LOCAL_AWS_PORT", { fallback: 4567, min: 0, max: 65_535 });
  reader.finish();
  return {
    directory: path.resolve(reader.text("LOCAL_DATA_DIR") ?? ".local"),
    port,
    bucket: "postagram-images",
    dynamoTable: "postagram-posts",
    region: "us-east-1",
    accessKeyId: "POSTAGRAMLOCAL",
    secretAccessKey: "only-good-on-this-machine",
    corsOrigins: ["*"],
  };
}

/**
 * The environment under which programs, and the AWS SDK in them, use the embedded AWS at `endpoint` and nothing else:
 * what the user has set for a real AWS is left out.
 */
export function embeddedEnvironment(
  env: NodeJS.ProcessEnv,
  settings: EmbeddedAwsSettings,
  endpoint: string,
): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !name.startsWith("AWS_") || name.startsWith("AWS_SDK_JS_"));
  return {
    FEED_SHARDS: "1",
    ...Object.fromEntries(kept),
    BUCKET: settings.bucket,
    DYNAMO_TABLE: settings.dynamoTable,
    AWS_REGION: settings.region,
    AWS_ACCESS_KEY_ID: settings.accessKeyId,
    AWS_SECRET_ACCESS_KEY: settings.secretAccessKey,
    AWS_ENDPOINT_URL: endpoint,
    // Of the label function, what fails is for the terminal and nothing else.
    POWERTOOLS_LOG_LEVEL: "ERROR",
    POWERTOOLS_METRICS_DISABLED: "true",
    // No configuration of the user's own for a real AWS.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
  };
}
