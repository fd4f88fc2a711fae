import { isIP } from "node:net";
import { EnvironmentReader } from "../environment/environment-reader";
import { readAllowedOrigins } from "../environment/origins";

/** Everything that can be set about the webservice. See `.env.example` for what each variable does. */
export interface WebserviceConfig {
  /** Name of the bucket that holds the pictures. */
  readonly bucket: string;
  /** Name of the table that holds the posts. */
  readonly dynamoTable: string;
  /** Over how many partitions the feed's index is spread. May only grow. */
  readonly feedShards: number;
  /** Address to listen on: 127.0.0.1 for this machine alone, 0.0.0.0 for others too. */
  readonly host: string;
  readonly port: number;
  /** Port, at the same address, of the metrics for Prometheus; `undefined` for none. */
  readonly metricsPort: number | undefined;
  readonly logLevel: LogLevel;
  /** Origins that browsers may call from, or `*`. */
  readonly allowedOrigins: "*" | readonly string[];
  /** Writes and signatures a minute for each user and for each address; 0 for no limit. */
  readonly rateLimit: number;
  /** Addresses or CIDR ranges of the proxies whose `X-Forwarded-*` headers count. */
  readonly trustedProxies: readonly string[];
  /** How long the service goes on answering, its health at 503, after SIGTERM; in seconds. */
  readonly drainSeconds: number;
  /** The API that the web app was built to call, where it is not this one. */
  readonly webAppApi: string | undefined;
  /** Whether S3 is addressed as `<endpoint>/<bucket>`, which is what emulators want. */
  readonly s3PathStyle: boolean;
}

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * Reads the webservice's configuration from environment variables. An empty variable counts as one that is not set.
 *
 * @throws {ConfigError} naming every variable that is missing or wrong, its value and what would be right.
 */
export function readConfig(env: NodeJS.ProcessEnv): WebserviceConfig {
  const reader = new EnvironmentReader(env);
  for (const name of ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL_DYNAMODB"]) {
    reader.matching(name, /^https?:\/\/[^/]/, "a URL such as http://localhost:4566");
  }
  const config: WebserviceConfig = {
    bucket: reader.required("BUCKET", "the name of the S3 bucket that holds the pictures"),
    dynamoTable: reader.required("DYNAMO_TABLE", "the name of the DynamoDB table that holds the posts"),
    feedShards: reader.integer("FEED_SHARDS", { fallback: 4, min: 1, max: 64 }),
    host: reader.text("HOST") ?? "127.0.0.1",
    port: reader.integer("PORT", { fallback: 8080, min: 0, max: 65_535 }),
    metricsPort: readMetricsPort(reader),
    logLevel: reader.oneOf("LOG_LEVEL", LOG_LEVELS, "info"),
    allowedOrigins: readAllowedOrigins(reader),
    rateLimit: reader.integer("RATE_LIMIT", { fallback: 600, min: 0, max: 1_000_000 }),
    trustedProxies: reader.list("TRUSTED_PROXIES", isCidr, "a list of addresses or CIDR ranges such as 10.0.0.0/16"),
    drainSeconds: reader.integer("DRAIN_SECONDS", { fallback: 2, min: 0, max: 300 }),
    webAppApi: reader.matching("VITE_API_URL", /^https?:\/\/[^/]/, "a URL such as http://localhost:8080"),
    s3PathStyle: reader.text("AWS_ENDPOINT_URL_S3") !== undefined || reader.text("AWS_ENDPOINT_URL") !== undefined,
  };
  if (config.metricsPort === config.port && config.port !== 0) {
    reader.wrong("METRICS_PORT", String(config.metricsPort), "another port than PORT");
  }
  reader.finish();
  return config;
}

function readMetricsPort(reader: EnvironmentReader): number | undefined {
  if (reader.text("METRICS_PORT") === undefined) return undefined;
  return reader.integer("METRICS_PORT", { fallback: 0, min: 0, max: 65_535 });
}

function isCidr(value: string): boolean {
  const [address = "", bits, ...rest] = value.split("/");
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}
