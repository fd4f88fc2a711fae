import { isNativeError } from "node:util/types";
import { isServerError, isThrottlingError, isTransientError } from "@smithy/core/retry";
import type { Action } from "./action";
import {
  BadGatewayError,
  ConflictError,
  type HttpError,
  ServiceUnavailableError,
  TooManyRequestsError,
} from "./http-errors";
import { UnexpectedAnswerError } from "./instance";

/**
 * EC2's error codes that tell of something else than its own failing or a fault of the installation.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
const STATE_FORBIDS = new Set([
  "IncorrectInstanceState",
  "IncorrectState",
  "InvalidState",
  // The instance is protected against being stopped.
  "OperationNotPermitted",
]);
const NO_SUCH_INSTANCE = new Set(["InvalidInstanceID.NotFound", "InvalidInstanceID.Malformed"]);
const NO_CAPACITY = new Set(["InsufficientCapacity", "InsufficientHostCapacity", "InsufficientInstanceCapacity"]);

/** Seconds: EC2 gives a caller new tokens every second, and finds new capacity within minutes. */
const RETRY_THROTTLED_AFTER = 5;
const RETRY_CAPACITY_AFTER = 60;

/**
 * What a client is told of an error that a call to EC2 threw.
 *
 * The instance not being there is 502 and not 404: the client named no instance; the one configured here is wrong.
 *
 * @returns `undefined` for a fault of the installation, such as a missing permission: an internal error.
 */
export function ec2Trouble(error: unknown, action: Action, instanceId: string): HttpError | undefined {
  if (!isSdkError(error)) return undefined;
  const { name } = error;
  const options = { cause: error };
  if (STATE_FORBIDS.has(name)) {
    const message = `Action '${action}' is not possible on instance ${instanceId} in its present state.`;
    return new ConflictError(message, options);
  }
  if (NO_SUCH_INSTANCE.has(name)) return new BadGatewayError(`There is no instance ${instanceId}.`, options);
  if (NO_CAPACITY.has(name)) {
    const message = `EC2 has no capacity for instance ${instanceId} at the moment.`;
    return new ServiceUnavailableError(message, RETRY_CAPACITY_AFTER, options);
  }
  // Before its other 5xx, since EC2 says so with 503.
  if (isThrottlingError(error)) {
    const message = "EC2 is being asked too much. Try again in a moment.";
    return new TooManyRequestsError(message, RETRY_THROTTLED_AFTER, options);
  }
  const isUnanswered = name === "AbortError" || isTransientError(error) || isServerError(error);
  if (isUnanswered || isUnreadable(error) || error instanceof UnexpectedAnswerError) {
    return new BadGatewayError("EC2 does not answer as it should. Try again in a moment.", options);
  }
  return undefined;
}

type SdkError = Parameters<typeof isTransientError>[0];

/** All that the SDK adds to an error is optional, so that any error is one of the SDK's by its type. */
function isSdkError(error: unknown): error is SdkError {
  return isNativeError(error);
}

/** Whether there was an answer that is no XML, though it says that all is well, or no HTTP even. */
function isUnreadable({ $metadata, code }: SdkError & { readonly code?: string }): boolean {
  const { httpStatusCode = Number.POSITIVE_INFINITY } = $metadata ?? {};
  return httpStatusCode < 400 || code?.startsWith("HPE_") === true;
}
