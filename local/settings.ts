import { devNull } from "node:os";
import path from "node:path";
import { ConfigError } from "../webservice/config";

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
  const [bucket, table] = [env.BUCKET?.trim(), env.DYNAMO_TABLE?.trim()];
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
  const port = env.LOCAL_AWS_PORT?.trim() || "4567";
  if (!/^\d+$/.test(port) || Number(port) > 65_535) {
    throw new ConfigError([`LOCAL_AWS_PORT is "${port}": it has to be a whole number from 0 to 65535.`]);
  }
  return {
    directory: path.resolve(env.LOCAL_DATA_DIR?.trim() || ".local"),
    port: Number(port),
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
  const kept = Object.entries(env).filter(([name]) => !name.startsWith("AWS_"));
  return {
    FEED_SHARDS: "1",
    ...Object.fromEntries(kept),
    BUCKET: settings.bucket,
    DYNAMO_TABLE: settings.dynamoTable,
    AWS_REGION: settings.region,
    AWS_ACCESS_KEY_ID: settings.accessKeyId,
    AWS_SECRET_ACCESS_KEY: settings.secretAccessKey,
    AWS_ENDPOINT_URL: endpoint,
    // No configuration of the user's own for a real AWS.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
  };
}
