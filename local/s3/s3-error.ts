import { plainXmlDocument, type XmlElements } from "./xml";

/**
 * The errors that S3rver does not answer by itself, with the status of each.
 *
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
const STATUS = {
  AccessDenied: 403,
  AccessForbidden: 403,
  AuthorizationHeaderMalformed: 400,
  AuthorizationQueryParametersError: 400,
  BadDigest: 400,
  BadRequest: 400,
  InternalError: 500,
  InvalidAccessKeyId: 403,
  InvalidArgument: 400,
  InvalidBucketName: 400,
  InvalidPart: 400,
  InvalidPartOrder: 400,
  InvalidRequest: 400,
  InvalidToken: 400,
  InvalidURI: 400,
  KeyTooLongError: 400,
  MalformedXML: 400,
  MethodNotAllowed: 405,
  MissingContentLength: 411,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  NoSuchUpload: 404,
  NotImplemented: 501,
  RequestTimeTooSkewed: 403,
  ServiceUnavailable: 503,
  SignatureDoesNotMatch: 403,
  XAmzContentSHA256Mismatch: 400,
} as const;

export type S3ErrorCode = keyof typeof STATUS;

/** What a client is told of an error. */
export interface ErrorAnswer {
  readonly code: string;
  readonly status: number;
  readonly message: string;
  /** Further elements of the XML document, such as `Key`. */
  readonly detail: XmlElements;
}

/** What S3 refuses a request with: an HTTP status and an XML document that names the code. */
export class S3Error extends Error implements ErrorAnswer {
  override readonly name = "S3Error";
  readonly status: number;

  constructor(
    readonly code: S3ErrorCode,
    message: string,
    readonly detail: XmlElements = {},
  ) {
    super(message);
    this.status = STATUS[code];
  }
}

/** The XML document of an error. */
export function errorDocument({ code, message, detail }: ErrorAnswer, requestId: string): string {
  return plainXmlDocument("Error", { Code: code, Message: message, ...detail, RequestId: requestId });
}

/**
 * What a client is told of anything that was thrown: S3rver's own errors and ours as they are, a path that the file
 * system finds too long as the fault of the key, all else as an internal error that says nothing of the inside.
 */
export function errorAnswer(error: unknown): ErrorAnswer {
  if (isErrorAnswer(error)) return error;
  if (hasCode(error) && error.code === "ENAMETOOLONG") {
    return new S3Error("KeyTooLongError", "Your key is too long for the file system that keeps it");
  }
  return new S3Error("InternalError", "We encountered an internal error. Please try again.");
}

/** S3rver's errors have the same properties as ours, not the same class. */
function isErrorAnswer(error: unknown): error is ErrorAnswer {
  return hasCode(error) && "status" in error && typeof error.status === "number" && "detail" in error;
}

function hasCode(error: unknown): error is { code: string } {
  return typeof error === "object" && error !== null && "code" in error && typeof error.code === "string";
}
