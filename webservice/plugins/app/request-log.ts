import { type FastifyReply, type FastifyRequest, LogController } from "fastify";
import fp from "fastify-plugin";

/** Fastify's own lines about requests, of which only that an answer broke off in the middle is wanted. */
export class RequestLogController extends LogController {
  constructor() {
    super({ disableRequestLogging: true });
  }

  override streamError(error: Error & { code?: string }, _request: FastifyRequest, reply: FastifyReply): void {
    // A client that goes away is no error, and the request's own line says so.
    if (error.code !== "ERR_STREAM_PREMATURE_CLOSE") reply.log.error({ err: error }, "answer broken off");
  }
}

/**
 * One line a request, when it is over, and its id in `x-request-id`. Paths are logged without their query, which holds
 * names of users and files; bodies and answers are not logged.
 */
export default fp(async (app) => {
  app.addHook("onRequest", async (request, reply) => {
    void reply.header("x-request-id", request.id);
    reply.raw.once("close", () => {
      const { writableFinished } = reply.raw;
      request.log.info(
        {
          method: request.method,
          path: request.url.split("?", 1)[0]?.slice(0, 200),
          route: request.routeOptions.url,
          statusCode: reply.statusCode,
          durationMs: Math.round(reply.elapsedTime * 100) / 100,
          remoteAddress: request.ip,
          ...(!writableFinished && { aborted: true }),
        },
        writableFinished ? "request completed" : "request aborted",
      );
    });
  });
});
