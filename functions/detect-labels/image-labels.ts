import {
  DetectLabelsCommand,
  ImageTooLargeException,
  InvalidImageFormatException,
  InvalidParameterException,
  InvalidS3ObjectException,
  type RekognitionClient,
} from "@aws-sdk/client-rekognition";

const MAX_LABELS = 5;
/** In percent, as the service counts. */
const MIN_CONFIDENCE = 75;

/**
 * How Rekognition says that it does not take a picture. That a parameter is invalid it says of one under 80 pixels, and
 * all other parameters are the same for every picture. https://docs.aws.amazon.com/rekognition/latest/dg/limits.html
 */
const REFUSALS = [InvalidImageFormatException, ImageTooLargeException, InvalidParameterException];

/** Rekognition cannot get at the object: it is gone, or in another region, or permission is missing. */
export class ImageUnreachableError extends Error {
  override readonly name = "ImageUnreachableError";

  constructor(cause: InvalidS3ObjectException) {
    super(`Rekognition cannot read the image: ${cause.message}`, { cause });
  }
}

/**
 * What Rekognition sees in an image: up to five labels of at least 75 % confidence, surest first, each once.
 *
 * @returns `undefined` where Rekognition refuses the object as a picture, as it always will: neither JPEG nor PNG, too
 *   large or too small.
 * @throws {ImageUnreachableError} where it cannot read the object.
 */
export async function detectLabels(
  client: RekognitionClient,
  { bucket, key }: { readonly bucket: string; readonly key: string },
): Promise<string[] | undefined> {
  try {
    const { Labels = [] } = await client.send(
      new DetectLabelsCommand({
        Image: { S3Object: { Bucket: bucket, Name: key } },
        MaxLabels: MAX_LABELS,
        MinConfidence: MIN_CONFIDENCE,
      }),
    );
    return [...new Set(Labels.flatMap(({ Name }) => Name ?? []))];
  } catch (error) {
    if (REFUSALS.some((refusal) => error instanceof refusal)) return undefined;
    if (error instanceof InvalidS3ObjectException) throw new ImageUnreachableError(error);
    throw error;
  }
}
