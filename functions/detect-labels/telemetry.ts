import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics } from "@aws-lambda-powertools/metrics";
import { Tracer } from "@aws-lambda-powertools/tracer";

const serviceName = "detect-labels";

/**
 * Logs, metrics and traces of the function, by Powertools for AWS Lambda.
 *
 * Logs are JSON lines; `POWERTOOLS_LOG_LEVEL` sets their level. Metrics are lines in CloudWatch's embedded metric format,
 * of namespace `Postagram`; `POWERTOOLS_METRICS_DISABLED` silences them. Traces go to X-Ray, and outside of Lambda
 * nowhere. All three name posts by their uuid: an image's key holds the user's name and appears in none of them.
 */
export const logger = new Logger({ serviceName });
export const metrics = new Metrics({ namespace: "Postagram", serviceName });
export const tracer = new Tracer({
  serviceName,
  // Clients are traced one by one: a trace of all HTTP requests would keep the URLs of objects.
  captureHTTPsRequests: false,
});

/** Runs `work` in a segment of its own, so that a trace shows the calls in it and an error of it. */
export async function traced<T>(name: string, work: () => Promise<T>): Promise<T> {
  const parent = tracer.getSegment();
  if (!tracer.isTracingEnabled() || !parent) return work();
  const segment = parent.addNewSubsegment(name);
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
}
