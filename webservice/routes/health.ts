import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import { passingAwsTrouble } from "../aws/trouble";
import { ServiceUnavailableError } from "../errors";
import { errorResponses } from "./errors";

/** How long an answer of the storage is good for, in milliseconds, however often `/ready` is asked. */
const READY_MEMORY = 1_000;

interface HealthOptions {
  /** Whether the service is about to stop. */
  readonly draining: () => boolean;
  /** Resolves where all that the service needs answers. */
  readonly checkStorage: () => Promise<unknown>;
}

/** `GET /health` for load balancers, `GET /ready` for whoever wants to know whether the storage is there too. */
export const healthRoutes: FastifyPluginAsyncTypebox<HealthOptions> = async (app, options) => {
  const response = Type.Object({ status: Type.Literal("ok") });

  app.get(
    "/health",
    {
      schema: {
        tags: ["operation"],
        summary: "Whether the service serves",
        description: "Asks nothing of AWS. 503 while the service stops.",
        response: { 200: response, ...errorResponses() },
      },
    },
    async () => {
      if (options.draining()) throw new ServiceUnavailableError("The service is stopping.");
      return { status: "ok" as const };
    },
  );

  let asked = Number.NEGATIVE_INFINITY;
  let answer: Promise<unknown> = Promise.resolve();
  app.get(
    "/ready",
    {
      schema: {
        tags: ["operation"],
        summary: "Whether bucket and table answer",
        response: { 200: response, ...errorResponses() },
      },
    },
    async (request) => {
      if (performance.now() - asked > READY_MEMORY) {
        asked = performance.now();
        answer = options.checkStorage();
      }
      try {
        await answer;
      } catch (error) {
        request.log.warn({ err: error }, "storage is not ready");
        throw passingAwsTrouble(error) ?? new ServiceUnavailableError("The bucket or the table cannot be used.");
      }
      return { status: "ok" as const };
    },
  );
};
