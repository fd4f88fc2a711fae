/**
 * What can go wrong in a way that a client is told about. Each class has a stable name and its HTTP status; the error
 * handler turns it into `{statusCode, error, message}`. Messages are written for the client.
 */
export abstract class HttpError extends Error {
  abstract readonly statusCode: number;
  /** Seconds after which it is worth trying again. */
  readonly retryAfter?: number;
}

export class BadRequestError extends HttpError {
  override readonly name = "BadRequestError";
  readonly statusCode = 400;
}

export class UnauthorizedError extends HttpError {
  override readonly name = "UnauthorizedError";
  readonly statusCode = 401;
}

export class ForbiddenError extends HttpError {
  override readonly name = "ForbiddenError";
  readonly statusCode = 403;
}

export class NotFoundError extends HttpError {
  override readonly name = "NotFoundError";
  readonly statusCode = 404;
}

export class MethodNotAllowedError extends HttpError {
  override readonly name = "MethodNotAllowedError";
  readonly statusCode = 405;
}

export class GoneError extends HttpError {
  override readonly name = "GoneError";
  readonly statusCode = 410;
}

export class UnsupportedMediaTypeError extends HttpError {
  override readonly name = "UnsupportedMediaTypeError";
  readonly statusCode = 415;
}

export class UnprocessableContentError extends HttpError {
  override readonly name = "UnprocessableContentError";
  readonly statusCode = 422;
}

export class TooManyRequestsError extends HttpError {
  override readonly name = "TooManyRequestsError";
  readonly statusCode = 429;

  constructor(
    message: string,
    override readonly retryAfter: number,
  ) {
    super(message);
  }
}

export class ServiceUnavailableError extends HttpError {
  override readonly name = "ServiceUnavailableError";
  readonly statusCode = 503;

  constructor(
    message: string,
    override readonly retryAfter = 1,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
