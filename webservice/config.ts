import { isIP } from "node:net";

/** Everything that can be set about the webservice. See `.env.example` for what each variable does. */
export interface WebserviceConfig {
  /** Name of the bucket that holds the pictures. */
  readonly bucket: string;
  /** Name of the table that holds the posts. */
  readonly dynamoTable: string;
  /** Over how many partitions the feed's index is spread. May only grow. */
  readonly feedShards: number;
  /** Name or address to listen on. `localhost` is both loopback addresses. */
  readonly host: string;
  readonly port: number;
  readonly logLevel: LogLevel;
  /** Origins that browsers may call from, or `*`. */
  readonly allowedOrigins: "*" | readonly string[];
  /** Writes and signatures a minute for each user and for each address; 0 for no limit. */
  readonly rateLimit: number;
  /** Addresses or CIDR ranges of the proxies whose `X-Forwarded-*` headers count. */
  readonly trustedProxies: readonly string[];
  /** How long the service goes on answering, its health at 503, after SIGTERM; in seconds. */
  readonly drainSeconds: number;
  /** Whether S3 is addressed as `<endpoint>/<bucket>`, which is what emulators want. */
  readonly s3PathStyle: boolean;
}

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** The environment is not what the program needs; `message` has a line for each variable at fault. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";

  constructor(readonly problems: readonly string[]) {
    super(problems.join("\n"));
  }
}

/**
 * Reads the webservice's configuration from environment variables. An empty variable counts as one that is not set.
 *
 * @throws {ConfigError} naming every variable that is missing or wrong, its value and what would be right.
 */
export function readConfig(env: NodeJS.ProcessEnv): WebserviceConfig {
  const problems: string[] = [];
  const text = (name: string): string | undefined => env[name]?.trim() || undefined;
  const wrong = (name: string, value: string, right: string): void => {
    problems.push(`${name} is "${value}": it has to be ${right}.`);
  };

  const required = (name: string, what: string): string => {
    const value = text(name);
    if (value === undefined) problems.push(`${name} is not set: it has to be ${what}.`);
    return value ?? "";
  };
  const integer = (name: string, fallback: number, min: number, max: number): number => {
    const value = text(name);
    if (value === undefined) return fallback;
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (number >= min && number <= max) return number;
    wrong(name, value, `a whole number from ${min} to ${max}`);
    return fallback;
  };
  const list = (name: string): string[] => (text(name) ?? "").split(",").flatMap((item) => item.trim() || []);

  const logLevel = text("LOG_LEVEL") ?? "info";
  if (!isLogLevel(logLevel)) wrong("LOG_LEVEL", logLevel, `one of ${LOG_LEVELS.join(", ")}`);

  const origins = list("ALLOWED_ORIGINS");
  for (const origin of origins) {
    if (origin !== "*" && !isOrigin(origin)) {
      wrong("ALLOWED_ORIGINS", origin, "* or a list of origins such as https://example.org, with commas between them");
    }
  }
  const trustedProxies = list("TRUSTED_PROXIES");
  for (const proxy of trustedProxies) {
    if (!isCidr(proxy)) wrong("TRUSTED_PROXIES", proxy, "a list of addresses or CIDR ranges such as 10.0.0.0/16");
  }
  for (const name of ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL_DYNAMODB"]) {
    const value = text(name);
    if (value !== undefined && !/^https?:\/\/[^/]/.test(value))
      wrong(name, value, "a URL such as http://localhost:4566");
  }

  const config: WebserviceConfig = {
    bucket: required("BUCKET", "the name of the S3 bucket that holds the pictures"),
    dynamoTable: required("DYNAMO_TABLE", "the name of the DynamoDB table that holds the posts"),
    feedShards: integer("FEED_SHARDS", 4, 1, 64),
    host: text("HOST") ?? "localhost",
    port: integer("PORT", 8080, 0, 65_535),
    logLevel: isLogLevel(logLevel) ? logLevel : "info",
    allowedOrigins: origins.length === 0 || origins.includes("*") ? "*" : origins,
    rateLimit: integer("RATE_LIMIT", 600, 0, 1_000_000),
    trustedProxies,
    drainSeconds: integer("DRAIN_SECONDS", 2, 0, 300),
    s3PathStyle: text("AWS_ENDPOINT_URL_S3") !== undefined || text("AWS_ENDPOINT_URL") !== undefined,
  };
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

function isLogLevel(value: string): value is LogLevel {
  return LOG_LEVELS.some((level) => level === value);
}

function isOrigin(value: string): boolean {
  try {
    return new URL(value).origin === value && /^https?:/.test(value);
  } catch {
    return false;
  }
}

function isCidr(value: string): boolean {
  const [address = "", bits, ...rest] = value.split("/");
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}
