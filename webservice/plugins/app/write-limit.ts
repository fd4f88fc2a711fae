import type { FastifyRequest } from "fastify";
import fp from "fastify-plugin";
import { TooManyRequestsError } from "../../errors";

declare module "fastify" {
  interface FastifyInstance {
    /**
     * A `preHandler` for routes that write or sign: counts the request against its user and against its address.
     *
     * @throws {TooManyRequestsError} where either has asked too often.
     */
    limitWrites(request: FastifyRequest): Promise<void>;
  }
}

/**
 * A courtesy to the other users and no protection, since a user's name is not proven and each instance counts for
 * itself.
 *
 * @param options.perMinute requests a minute for each user and each address; 0 for no limit.
 */
export default fp(async (app, options: { perMinute: number }) => {
  if (options.perMinute === 0) {
    app.decorate("limitWrites", async () => undefined);
    return;
  }
  const limit = { max: options.perMinute, timeWindow: "1 minute" };
  const limiters = [
    app.createRateLimit({ ...limit, keyGenerator: (request) => `user:${request.user}` }),
    app.createRateLimit({ ...limit, keyGenerator: (request) => `address:${request.ip}` }),
  ];
  app.decorate("limitWrites", async (request: FastifyRequest) => {
    for (const check of limiters) {
      const state = await check(request);
      if (!state.isAllowed && state.isExceeded) {
        throw new TooManyRequestsError(
          `More than ${options.perMinute} writes in a minute. Try again in ${state.ttlInSeconds} s.`,
          state.ttlInSeconds,
        );
      }
    }
  });
});
