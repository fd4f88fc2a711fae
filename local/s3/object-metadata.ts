/** Headers of a PUT that S3 keeps and gives back, besides `x-amz-meta-*`. */
const KEPT_HEADERS = [
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-type",
  "expires",
];

/** S3's own default: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html */
const DEFAULT_CONTENT_TYPE = "binary/octet-stream";

/** What is stored of an object beside its content: headers, in lower case. */
export type ObjectMetadata = Record<string, string>;

/** The headers of a request that belong to the object. */
export function metadataOf(headers: Readonly<Record<string, unknown>>): ObjectMetadata {
  const metadata: ObjectMetadata = { "content-type": DEFAULT_CONTENT_TYPE };
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === "string" && value !== "" && (KEPT_HEADERS.includes(name) || name.startsWith("x-amz-meta-"))) {
      metadata[name] = value;
    }
  }
  return metadata;
}
