import { createTelemetry } from "../telemetry";

/** Logs, metrics and traces of the function. */
export const { logger, metrics, tracer, traced } = createTelemetry("ec2-control");
