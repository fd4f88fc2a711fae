import { isNativeError } from "node:util/types";
import { ServiceUnavailableError } from "../errors";

type AwsError = Error & { code?: unknown; $metadata?: { httpStatusCode?: number } };

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

/** Trouble that passes by itself, or that nobody but the caller has made. */
export type PassingTrouble = "throttled" | "unavailable" | "aborted";

/**
 * What kind of trouble an AWS call had that threw `error`: it was one too many, there was no answer or one of AWS's own
 * 5xx, or the caller gave up. `undefined` for everything else, such as access denied and a missing table.
 */
export function kindOfTrouble(error: unknown): PassingTrouble | undefined {
  if (!isNativeError(error)) return undefined;
  const { code, name, $metadata } = error as AwsError;
  if (name === "AbortError") return "aborted";
  if (THROTTLING.has(name)) return "throttled";
  const silent = UNREACHABLE.has(name) || (typeof code === "string" && UNREACHABLE.has(code));
  return silent || ($metadata?.httpStatusCode ?? 0) >= 500 ? "unavailable" : undefined;
}

/**
 * What a client is told of an error that an AWS call threw.
 *
 * No answer, a timeout, throttling and AWS's own 5xx are passing: they become a {@link ServiceUnavailableError} that
 * says when to try again. Everything else (access denied, a missing table, no credentials) is a fault of the
 * installation: `undefined`, and the error goes its way as an internal one.
 */
export function passingAwsTrouble(error: unknown): ServiceUnavailableError | undefined {
  // Not of an AWS call where it is missing: the SDK tells of its attempts in there.
  if (!isNativeError(error) || (error as AwsError).$metadata === undefined) return undefined;
  switch (kindOfTrouble(error)) {
    case "throttled":
      return new ServiceUnavailableError("The storage is being asked too much. Try again in a moment.", 2, {
        cause: error,
      });
    case "unavailable":
      return new ServiceUnavailableError("The storage does not answer. Try again in a moment.", 1, { cause: error });
    default:
      return undefined;
  }
}
