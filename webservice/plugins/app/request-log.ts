import { type FastifyReply, type FastifyRequest, LogController } from "fastify";
import fp from "fastify-plugin";
import { postUuid } from "../../posts/keys";

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
 * One line a request, when it is over, and its id in `x-request-id`. Of its path only the route and a post's id are
 * logged: anything else in it, and the query, may hold names of users and files. Bodies and answers are not logged.
 */
export default fp(async (app) => {
  app.addHook("onRequest", async (request, reply) => {
    void reply.header("x-request-id", request.id);
    reply.raw.once("close", () => {
      const { writableFinished } = reply.raw;
      request.log.info(
        {
          method: request.method,
          route: request.routeOptions.url,
          post: postUuid((request.params as { id?: string } | undefined)?.id ?? ""),
          ...(reply.raw.headersSent && { statusCode: reply.raw.statusCode }),
          durationMs: Math.round(reply.elapsedTime * 100) / 100,
          remoteAddress: request.ip,
          ...(!writableFinished && { aborted: true }),
        },
        writableFinished ? "request completed" : "request aborted",
      );
    });
  });
});
