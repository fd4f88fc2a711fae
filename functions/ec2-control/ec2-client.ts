import { EC2Client } from "@aws-sdk/client-ec2";
import { attemptTimeouts } from "../attempt-timeouts";
import { tracer } from "./telemetry";

/**
 * Limits of a call, in milliseconds. All attempts at it end within `CALL_TIMEOUT_MS` and what the SDK waits before one
 * more, at most a second: API Gateway waits 29 s, and the function's own time limit is best between the two.
 */
const ATTEMPT_TIMEOUT_MS = 5_000;
export const CALL_TIMEOUT_MS = 20_000;

/**
 * Makes the client; region, credentials and endpoint come from the SDK's standard environment variables. Starting and
 * stopping are idempotent, so that trying again is safe.
 *
 * @param attemptTimeout in milliseconds.
 */
export function createEc2Client(attemptTimeout = ATTEMPT_TIMEOUT_MS): EC2Client {
  return tracer.captureAWSv3Client(new EC2Client({ maxAttempts: 3, requestHandler: attemptTimeouts(attemptTimeout) }));
}
