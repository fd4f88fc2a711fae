import type { ApiError } from "./api-error";

/** How often a call is made again that the service failed at, with a status of 500 say. */
const RETRIES_OF_FAILURES = 2;
const LONGEST_MILLISECONDS = 15_000;

/**
 * Whether it is worth trying again after so many failures: for as long as the service cannot be had or asks for
 * patience, a few times where it fails, never where the call itself is wrong.
 */
export function shouldRetry(failures: number, error: ApiError): boolean {
  if (error.isOutage || error.status === 429) return true;
  return error.status >= 500 && failures < RETRIES_OF_FAILURES;
}

/** Milliseconds until the next try: what the service asks for, else 1 s and twice as long each time, up to 15 s. */
export function retryDelay(failures: number, error: ApiError): number {
  if (error.retryAfter !== undefined) return 1000 * error.retryAfter;
  return Math.min(LONGEST_MILLISECONDS, 1000 * 2 ** failures);
}
