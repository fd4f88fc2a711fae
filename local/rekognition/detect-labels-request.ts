import { type Static, Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { RekognitionError } from "./errors";
import type { LabelSelection } from "./labels";

/** What the service uses where a request names none (API reference of `DetectLabels`). */
const DEFAULT_MAX_LABELS = 1_000;
const DEFAULT_MIN_CONFIDENCE = 55;

const Filters = Type.Optional(Type.Array(Type.String()));

/**
 * The body of a `DetectLabels` request, with the constraints of the API reference.
 *
 * @see https://docs.aws.amazon.com/rekognition/latest/APIReference/API_DetectLabels.html
 */
const DetectLabelsBody = Type.Object({
  Image: Type.Object({
    Bytes: Type.Optional(Type.String({ minLength: 1 })),
    S3Object: Type.Optional(
      Type.Object({
        Bucket: Type.String({ minLength: 3, maxLength: 255 }),
        Name: Type.String({ minLength: 1, maxLength: 1024 }),
        Version: Type.Optional(Type.String()),
      }),
    ),
  }),
  MaxLabels: Type.Optional(Type.Integer({ minimum: 0 })),
  MinConfidence: Type.Optional(Type.Number({ minimum: 0, maximum: 100 })),
  Features: Type.Optional(Type.Array(Type.String(), { maxItems: 2 })),
  Settings: Type.Optional(
    Type.Object({
      GeneralLabels: Type.Optional(
        Type.Object({
          LabelInclusionFilters: Filters,
          LabelExclusionFilters: Filters,
          LabelCategoryInclusionFilters: Filters,
          LabelCategoryExclusionFilters: Filters,
        }),
      ),
    }),
  ),
});

/** A `DetectLabels` request that has passed every check that needs no picture. */
export interface DetectLabelsRequest {
  readonly image:
    | { readonly bytes: Uint8Array }
    | { readonly bytes?: never; readonly bucket: string; readonly name: string };
  readonly selection: LabelSelection;
}

/**
 * Reads the JSON body of a `DetectLabels` request.
 *
 * @throws RekognitionError `SerializationException` where the body is no JSON object or `Image.Bytes` no base64,
 *   `InvalidParameterException` where a field is missing, out of bounds or asks for what is not offered here.
 */
export function parseDetectLabelsRequest(json: string): DetectLabelsRequest {
  const body = parseJson(json);
  if (!Value.Check(DetectLabelsBody, body)) {
    const error = Value.Errors(DetectLabelsBody, body).First();
    throw invalid(`${error?.path.slice(1).replaceAll("/", ".") ?? "body"}: ${error?.message ?? "not as expected"}`);
  }
  checkFeatures(body.Features ?? ["GENERAL_LABELS"]);
  const filters = body.Settings?.GeneralLabels;
  return {
    image: readImage(body.Image),
    selection: {
      maxLabels: Math.min(body.MaxLabels ?? DEFAULT_MAX_LABELS, DEFAULT_MAX_LABELS),
      minConfidence: body.MinConfidence ?? DEFAULT_MIN_CONFIDENCE,
      includeLabels: filters?.LabelInclusionFilters,
      includeCategories: filters?.LabelCategoryInclusionFilters,
      excludeLabels: filters?.LabelExclusionFilters,
      excludeCategories: filters?.LabelCategoryExclusionFilters,
    },
  };
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new RekognitionError("SerializationException", "The request body is not JSON", { cause });
  }
}

function checkFeatures(features: readonly string[]): void {
  const unknown = features.find((feature) => feature !== "GENERAL_LABELS" && feature !== "IMAGE_PROPERTIES");
  if (unknown !== undefined) throw invalid(`Features: ${unknown} is no feature of DetectLabels`);
  if (features.includes("IMAGE_PROPERTIES")) {
    throw invalid("Features: this stand-in for Rekognition offers GENERAL_LABELS, not IMAGE_PROPERTIES");
  }
}

function readImage({ Bytes, S3Object }: Static<typeof DetectLabelsBody>["Image"]): DetectLabelsRequest["image"] {
  if (Bytes !== undefined && S3Object === undefined) return { bytes: decodeBase64(Bytes) };
  if (Bytes !== undefined || S3Object === undefined) throw invalid("Image: either Bytes or S3Object must be given");
  if (S3Object.Version !== undefined) {
    throw invalid("Image.S3Object.Version: this stand-in for Rekognition reads the latest version only");
  }
  return { bucket: S3Object.Bucket, name: S3Object.Name };
}

function decodeBase64(text: string): Uint8Array {
  const bytes = Buffer.from(text, "base64");
  // Buffer skips what is not base64, so that only the length tells.
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  if (bytes.length !== Math.floor(((text.length - padding) * 3) / 4)) {
    throw new RekognitionError("SerializationException", "Image.Bytes is not base64");
  }
  return bytes;
}

function invalid(message: string): RekognitionError {
  return new RekognitionError("InvalidParameterException", `Request has invalid parameters: ${message}`);
}
