import { randomUUID } from "node:crypto";
import type { ServerOptions } from "node:http";
import rateLimit from "@fastify/rate-limit";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import Ajv, { type AnySchema } from "ajv";
import addFormats from "ajv-formats";
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from "fastify";
import type { WebserviceConfig } from "./config";
import { Connections } from "./connections";
import type { ImageStore } from "./images/image-store";
import type { Metrics } from "./metrics/metrics";
import drain from "./plugins/app/drain";
import errorHandler, { answerFrameworkError, describeValidation } from "./plugins/app/error-handler";
import requestMetrics from "./plugins/app/metrics";
import requestLog, { RequestLogController } from "./plugins/app/request-log";
import user from "./plugins/app/user";
import writeLimit from "./plugins/app/write-limit";
import cors from "./plugins/external/cors";
import helmet from "./plugins/external/helmet";
import openapi from "./plugins/external/openapi";
import underPressure from "./plugins/external/under-pressure";
import type { PostRepository } from "./posts/post-repository";
import { healthRoutes } from "./routes/health";
import { postRoutes } from "./routes/posts";
import { uploadUrlRoutes } from "./routes/upload-url";
import { webAppRoutes } from "./routes/web-app";

/** Largest JSON body, in bytes. */
const BODY_LIMIT = 64 * 1024;

const SERVER_OPTIONS: ServerOptions = {
  // Longer than the 60 s for which a load balancer keeps its connections, so that it is never the one to be cut off.
  keepAliveTimeout: 65_000,
  headersTimeout: 30_000,
  requestTimeout: 30_000,
};

/** An id that a caller gave a request, if it is one that does no harm in a log. */
const REQUEST_ID = /^[\w.:=-]{1,128}$/;

export interface AppOptions {
  readonly config: WebserviceConfig;
  readonly posts: PostRepository;
  readonly images: ImageStore;
  readonly logger: FastifyBaseLogger;
  /** Whether the service is about to stop. */
  readonly draining?: () => boolean;
  /** Folder of the built web app, an absolute path. @default the service is the API alone */
  readonly webApp?: string | undefined;
  /** What counts and measures requests. @default nothing does */
  readonly metrics?: Metrics | undefined;
  /** Keeps the connections. */
  readonly connections?: Connections;
  /** How long an answer may stand still because nobody reads it, in milliseconds. @default 60,000 */
  readonly stallLimit?: number;
}

/** Builds the posts webservice, which does not listen yet. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { config, posts, images, logger, draining = () => false, connections = new Connections() } = options;
  const app = Fastify({
    serverFactory: (listener) => {
      const server = connections.createServer(SERVER_OPTIONS, listener);
      server.setTimeout(options.stallLimit ?? 60_000);
      return server;
    },
    frameworkErrors: answerFrameworkError,
    loggerInstance: logger,
    logController: new RequestLogController(),
    genReqId: (request) => {
      const given = request.headers["x-request-id"];
      return typeof given === "string" && REQUEST_ID.test(given) ? given : randomUUID();
    },
    trustProxy: config.trustedProxies.length > 0 && [...config.trustedProxies],
    bodyLimit: BODY_LIMIT,
    routerOptions: { maxParamLength: 1024 },
    // While it closes, whoever has a connection still gets an answer, and is told to close it.
    return503OnClosing: false,
    schemaErrorFormatter: describeValidation,
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.removeContentTypeParser("text/plain"); // JSON alone is taken
  app.setValidatorCompiler(schemaValidators());

  await app.register(requestLog);
  if (options.metrics !== undefined) await app.register(requestMetrics, { metrics: options.metrics });
  await app.register(errorHandler);
  await app.register(underPressure);
  await app.register(helmet, { imageOrigin: images.origin, callsOtherApi: config.webAppApi !== undefined });
  await app.register(cors, { allowedOrigins: config.allowedOrigins });
  await app.register(rateLimit, { global: false });
  await app.register(writeLimit, { perMinute: config.rateLimit });
  await app.register(user);
  await app.register(openapi);
  await app.register(drain, { draining });

  await app.register(postRoutes, { posts, images });
  await app.register(uploadUrlRoutes, { posts, images });
  await app.register(healthRoutes, { draining, checkStorage: () => Promise.all([posts.check(), images.check()]) });
  await app.register(webAppRoutes, { directory: options.webApp });
  app.refuseOtherMethods("/posts", "/posts/:id", "/signedUrlPut", "/getSignedUrlPut", "/health", "/ready");
  return app;
}

/** Validators that refuse unknown fields; only what comes as text (query, path, headers) is turned into numbers. */
function schemaValidators(): Parameters<FastifyInstance["setValidatorCompiler"]>[0] {
  const options = { removeAdditional: false, useDefaults: true, allErrors: false, keywords: ["example"] };
  const strictTypes = addFormats(new Ajv({ ...options, coerceTypes: false }));
  const fromText = addFormats(new Ajv({ ...options, coerceTypes: true }));
  return ({ schema, httpPart }) => (httpPart === "body" ? strictTypes : fromText).compile(schema as AnySchema);
}
