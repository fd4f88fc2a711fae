import { setTimeout as delay } from "node:timers/promises";
import { isNativeError } from "node:util/types";
import closeWithGrace from "close-with-grace";
import type { Logger } from "pino";
import { ConfigError } from "../environment/environment-reader";
import { type AppOptions, buildApp } from "./app";
import { createAwsClients } from "./aws/clients";
import type { WebserviceConfig } from "./config";
import { Connections } from "./connections";
import { S3ImageStore } from "./images/s3-image-store";
import type { Metrics } from "./metrics/metrics";
import { type MetricsServer, serveMetrics } from "./metrics/metrics-server";
import { DynamoDbPostRepository } from "./posts/dynamodb-post-repository";

/** How long requests in flight may take to end once the service stops, in milliseconds. */
const GRACE = 30_000;

/** A webservice that listens. */
export interface Webservice {
  /** `http://<host>:<port>`, `localhost` standing for 127.0.0.1. */
  readonly url: string;
  /** From now on `/health` answers 503 and connections are closed after their next answer. */
  drain(): void;
  /** Finishes the requests in flight and stops. */
  close(): Promise<void>;
}

export type WebserviceOptions = Pick<AppOptions, "stallLimit" | "webApp">;

/**
 * Starts the webservice on its bucket and its table.
 *
 * @throws {ConfigError} where a port cannot be had, or the AWS SDK finds no region.
 */
export async function startWebservice(
  config: WebserviceConfig,
  logger: Logger,
  options: WebserviceOptions = {},
): Promise<Webservice> {
  let draining = false;
  const connections = new Connections();
  const metrics = await createMetrics(config);
  const aws = await createAwsClients({ ...config, onRequest: metrics?.awsRequestEnded });
  const app = await buildApp({
    config,
    logger,
    posts: new DynamoDbPostRepository(aws.dynamodb, { table: config.dynamoTable, feedShards: config.feedShards }),
    images: await S3ImageStore.open(aws.s3, config.bucket, { onViewUrl: metrics?.viewUrlLookedUp }),
    metrics,
    draining: () => draining,
    connections,
    ...options,
  });
  let metricsServer: MetricsServer | undefined;
  const close = async (): Promise<void> => {
    draining = true;
    try {
      const closed = app.close();
      const finishRelease = connections.release();
      await closed;
      finishRelease();
    } finally {
      aws.destroy();
      await metricsServer?.close();
    }
  };
  try {
    if (metrics !== undefined) metricsServer = await listenForMetrics(metrics, config, logger);
    await app.listen({ host: config.host, port: config.port }).catch((error: unknown) => {
      throw explainListenError(error, "PORT", config);
    });
  } catch (error) {
    await close();
    throw error;
  }
  const address = app.server.address();
  const port = typeof address === "object" && address !== null ? address.port : config.port;
  return {
    url: `http://${urlHost(config.host)}:${port}`,
    drain() {
      draining = true;
    },
    close,
  };
}

/**
 * Stops the webservice on SIGTERM, SIGINT or an error that nobody caught: requests in flight are finished, then the
 * process exits, with status 0 unless it was an error.
 *
 * @param afterClose stops what the service stands on.
 */
export function stopWithGrace(
  webservice: Webservice,
  options: { drainSeconds: number; logger: Logger; afterClose?: () => Promise<void> },
): void {
  const { drainSeconds, logger, afterClose } = options;
  closeWithGrace({ delay: drainSeconds * 1_000 + GRACE, logger: false }, async ({ signal, err }) => {
    if (err) logger.fatal({ err }, "stopping because of an error that nobody caught");
    else logger.info({ signal }, "stopping");
    webservice.drain();
    // A load balancer needs a moment to see that it should send its requests elsewhere.
    if (signal === "SIGTERM") await delay(drainSeconds * 1_000);
    await webservice.close();
    await afterClose?.();
    logger.info("stopped");
  });
}

/** What stands for a listening address in a URL that opens on this machine. */
function urlHost(host: string): string {
  if (host === "127.0.0.1" || host === "0.0.0.0") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}

/** Loads what measures, which takes its time and space, only where it is asked for. */
async function createMetrics({ metricsPort }: WebserviceConfig): Promise<Metrics | undefined> {
  return metricsPort === undefined ? undefined : new (await import("./metrics/metrics")).Metrics();
}

async function listenForMetrics(
  metrics: Metrics,
  { host, metricsPort = 0 }: WebserviceConfig,
  logger: Logger,
): Promise<MetricsServer> {
  const server = await serveMetrics(metrics, { host, port: metricsPort }).catch((error: unknown) => {
    throw explainListenError(error, "METRICS_PORT", { host, port: metricsPort });
  });
  logger.info({ url: `http://${urlHost(host)}:${server.port}/metrics` }, "serving metrics");
  return server;
}

/** What to do about an address that cannot be listened on. */
function explainListenError(
  error: unknown,
  variable: "PORT" | "METRICS_PORT",
  { host, port }: Pick<WebserviceConfig, "host" | "port">,
): unknown {
  const code = isNativeError(error) && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") {
    return new ConfigError([
      `${variable} is ${port}, which another program listens on: stop it, or set ${variable} to a free port.`,
    ]);
  }
  if (code === "EACCES") {
    return new ConfigError([
      `${variable} is ${port}, which this user may not listen on: set ${variable} to 1024 or higher.`,
    ]);
  }
  if (code === "ENOTFOUND" || code === "EADDRNOTAVAIL") {
    return new ConfigError([`HOST is "${host}": it has to be a name or address of this machine, such as 0.0.0.0.`]);
  }
  return error;
}
