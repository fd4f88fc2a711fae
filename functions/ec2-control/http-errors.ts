/** What a client is told of. Each class has a stable name and its HTTP status; messages are written for the client. */
export abstract class HttpError extends Error {
  abstract readonly statusCode: number;
  /** Headers that go with the status, such as `Allow`. */
  readonly headers: Readonly<Record<string, string>> = {};
}

export class BadRequestError extends HttpError {
  override readonly name = "BadRequestError";
  readonly statusCode = 400;
}

export class MethodNotAllowedError extends HttpError {
  override readonly name = "MethodNotAllowedError";
  readonly statusCode = 405;
  override readonly headers: Readonly<Record<string, string>>;

  constructor(message: string, allowed: readonly string[]) {
    super(message);
    this.headers = { allow: allowed.join(", ") };
  }
}

export class ConflictError extends HttpError {
  override readonly name = "ConflictError";
  readonly statusCode = 409;
}

export class BadGatewayError extends HttpError {
  override readonly name = "BadGatewayError";
  readonly statusCode = 502;
}

/** It is worth trying again later. */
abstract class RetryLaterError extends HttpError {
  override readonly headers: Readonly<Record<string, string>>;

  /** @param retryAfter in seconds. */
  constructor(message: string, retryAfter: number, options?: ErrorOptions) {
    super(message, options);
    this.headers = { "retry-after": String(retryAfter) };
  }
}

export class TooManyRequestsError extends RetryLaterError {
  override readonly name = "TooManyRequestsError";
  readonly statusCode = 429;
}

export class ServiceUnavailableError extends RetryLaterError {
  override readonly name = "ServiceUnavailableError";
  readonly statusCode = 503;
}
