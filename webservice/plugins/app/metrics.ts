import fp from "fastify-plugin";
import type { Metrics } from "../../metrics/metrics";

/** Counts and measures requests by the pattern of their route: their paths may hold anything, and are without number. */
export default fp(async (app, { metrics }: { metrics: Pick<Metrics, "requestEnded"> }) => {
  app.addHook("onRequest", (request, reply, done) => {
    reply.raw.once("close", () => {
      const { writableFinished, statusCode } = reply.raw;
      const route = request.routeOptions.url ?? "none";
      const status = writableFinished ? statusCode : "aborted";
      metrics.requestEnded({ method: request.method, route, status }, reply.elapsedTime / 1000);
    });
    done();
  });
});
