import { isNativeError } from "node:util/types";
import { ServiceUnavailableError } from "../errors";

/** Names by which AWS services say that they are asked too much (S3 says `SlowDown`). */
const THROTTLING = new Set([
  "LimitExceededException",
  "PriorRequestNotComplete",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "RequestThrottled",
  "RequestThrottledException",
  "SlowDown",
  "ThrottledException",
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
]);

/** Codes and names by which Node and the SDK say that there was no answer. */
const UNREACHABLE = new Set([
  "EAI_AGAIN",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
  "RequestTimeout",
  "TimeoutError",
]);

/**
 * What a client is told of an error that an AWS call threw.
 *
 * No answer, a timeout, throttling and AWS's own 5xx are passing: they become a {@link ServiceUnavailableError} that
 * says when to try again. Everything else (access denied, a missing table, no credentials) is a fault of the
 * installation: `undefined`, and the error goes its way as an internal one.
 */
export function passingAwsTrouble(error: unknown): ServiceUnavailableError | undefined {
  if (!isNativeError(error)) return undefined;
  const { code, name, $metadata } = error as Error & { code?: unknown; $metadata?: { httpStatusCode?: number } };
  if ($metadata === undefined) return undefined; // not of an AWS call: the SDK tells of its attempts in there
  if (THROTTLING.has(name)) {
    return new ServiceUnavailableError("The storage is being asked too much. Try again in a moment.", 2, {
      cause: error,
    });
  }
  const silent = UNREACHABLE.has(name) || (typeof code === "string" && UNREACHABLE.has(code));
  const failing = ($metadata.httpStatusCode ?? 0) >= 500;
  if (silent || failing) {
    return new ServiceUnavailableError("The storage does not answer. Try again in a moment.", 1, { cause: error });
  }
  return undefined;
}
