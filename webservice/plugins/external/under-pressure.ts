import underPressure from "@fastify/under-pressure";
import fp from "fastify-plugin";
import { ServiceUnavailableError } from "../../errors";

/** Longest delay of the event loop, in milliseconds, before requests are turned away. */
const MAX_EVENT_LOOP_DELAY = 1_000;

/** Seconds after which a client that was turned away may come again. */
const RETRY_AFTER = 2;

/**
 * Turns requests away with 503 before the event loop drowns in them. `/health` answers all the same: an instance that is
 * merely busy must not be replaced.
 */
export default fp(async (app) => {
  await app.register(underPressure, {
    maxEventLoopDelay: MAX_EVENT_LOOP_DELAY,
    pressureHandler: (request) => {
      if (request.routeOptions.url === "/health") return;
      throw new ServiceUnavailableError("The service is too busy. Try again in a moment.", RETRY_AFTER);
    },
  });
});
