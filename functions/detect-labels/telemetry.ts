import { createTelemetry } from "../telemetry";

/**
 * Logs, metrics and traces of the function. All three name posts by their uuid: an image's key holds the user's name and
 * appears in none of them.
 */
export const { logger, metrics, tracer, traced } = createTelemetry("detect-labels");
