import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics } from "@aws-lambda-powertools/metrics";
import { Tracer } from "@aws-lambda-powertools/tracer";

/** What a function tells of its own doing. */
export interface Telemetry {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly tracer: Tracer;
  /** Runs `work` in a segment named after the function, so that a trace shows the calls in it and an error of it. */
  traced<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * Logs, metrics and traces of a function, by Powertools for AWS Lambda.
 *
 * Logs are JSON lines; `POWERTOOLS_LOG_LEVEL` sets their level. Metrics are lines in CloudWatch's embedded metric format,
 * of namespace `Postagram`; `POWERTOOLS_METRICS_DISABLED` silences them. Traces go to X-Ray, and outside of Lambda
 * nowhere.
 */
export function createTelemetry(serviceName: string): Telemetry {
  const tracer = new Tracer({
    serviceName,
    // Clients are traced one by one: a trace of all HTTP requests would keep the URLs of objects.
    captureHTTPsRequests: false,
  });
  return {
    logger: new Logger({ serviceName }),
    metrics: new Metrics({ namespace: "Postagram", serviceName }),
    tracer,
    async traced(work) {
      const parent = tracer.getSegment();
      if (!tracer.isTracingEnabled() || !parent) return work();
      const segment = parent.addNewSubsegment(`## ${serviceName}`);
      tracer.setSegment(segment);
      tracer.annotateColdStart();
      tracer.addServiceNameAnnotation();
      try {
        return await work();
      } catch (error) {
        if (error instanceof Error) tracer.addErrorAsMetadata(error);
        throw error;
      } finally {
        segment.close();
        tracer.setSegment(parent);
      }
    },
  };
}
