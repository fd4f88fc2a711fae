/**
 * An error of the Rekognition API, named as the service names it, so that the AWS SDK gives its client the exception
 * class of that name.
 *
 * @see https://docs.aws.amazon.com/rekognition/latest/dg/error-handling.html
 */
export class RekognitionError extends Error {
  override readonly name: RekognitionErrorName;
  /** The HTTP status: 400 where the caller is at fault, 500 where the SDK may try again. */
  readonly status: 400 | 500;

  constructor(name: RekognitionErrorName, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = name;
    this.status = name === "InternalServerError" ? 500 : 400;
  }
}

export type RekognitionErrorName =
  | "ImageTooLargeException"
  | "InternalServerError"
  | "InvalidImageFormatException"
  | "InvalidParameterException"
  | "InvalidS3ObjectException"
  | "SerializationException"
  | "UnknownOperationException";
