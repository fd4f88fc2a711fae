/** How long a connection may take to come about, in milliseconds. */
const CONNECTION_TIMEOUT_MS = 1_000;

/**
 * Options of the SDK's HTTP handler that end one attempt at a call. `requestTimeout` ends when the answer's headers are
 * there and only warns unless it is told to throw; `socketTimeout` ends an answer whose body stops coming.
 *
 * @param requestTimeout in milliseconds.
 */
export function attemptTimeouts(requestTimeout: number) {
  return {
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout,
    throwOnRequestTimeout: true,
    socketTimeout: requestTimeout,
  };
}
