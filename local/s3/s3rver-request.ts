import type { IncomingHttpHeaders } from "node:http";
import type { ObjectStore } from "./object-store";
import { S3Error } from "./s3-error";
import type { S3Request } from "./s3-request";
import { PRESIGNING_PARAMETERS } from "./signature";

/** Parameters that S3rver is not to see: those of the signature, and the SDK's name of the operation. */
const HIDDEN_PARAMETERS = [...PRESIGNING_PARAMETERS, "X-Amz-Content-Sha256", "x-id"];

/**
 * Path and query of a request as S3rver reads them rightly: without the signature, which it takes for one of a key that
 * it does not know, and with the slashes of the key encoded, since its router takes no empty segment.
 */
export function s3rverUrl({ bucket = "", key, query }: S3Request): string {
  const rest = new URLSearchParams(
    Object.entries(query).filter(([name]) => !HIDDEN_PARAMETERS.includes(name) && !isHeader(name)),
  );
  return `/${bucket}${key === undefined ? "" : `/${encodeURIComponent(key)}`}?${rest}`;
}

/** Headers that a presigned URL carries in its query, such as `x-amz-meta-*`. */
export function headersInQuery({ query }: S3Request): Record<string, string> {
  return Object.fromEntries(
    Object.entries(query)
      .filter(([name]) => !HIDDEN_PARAMETERS.includes(name) && isHeader(name))
      .map(([name, value]) => [name.toLowerCase(), value]),
  );
}

function isHeader(parameter: string): boolean {
  return parameter.toLowerCase().startsWith("x-amz-");
}

/** `x-amz-copy-source` as S3rver, which leaves `%2B` and the like as they are, reads it rightly. */
export function s3rverCopySource(source: string): string {
  const [encoded = "", version] = source.split("?");
  if (version !== undefined) {
    throw new S3Error("NotImplemented", "A copy source with a version is not implemented");
  }
  try {
    return encodeURI(decodeURIComponent(encoded));
  } catch {
    throw new S3Error("InvalidArgument", "Invalid copy source encoding.", { ArgumentName: "x-amz-copy-source" });
  }
}

/**
 * Puts a range into the one form that S3rver reads rightly, `bytes=<first>-[<last>]`: it takes the last five bytes,
 * `bytes=-5`, for the first six. A range that S3 ignores, being no range or several, is dropped.
 */
export function normalizeRange(headers: IncomingHttpHeaders, store: ObjectStore, bucket: string, key: string): void {
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(headers.range ?? "") ?? [];
  if (first !== "") {
    if (last !== "" && Number(last) < Number(first)) delete headers.range;
    return;
  }
  delete headers.range;
  const size = last === "" ? undefined : store.headObject(bucket, key)?.size;
  // With no bytes at all, or none asked for, the range starts beyond the end: 416.
  if (size !== undefined) headers.range = `bytes=${Number(last) === 0 ? size : Math.max(0, size - Number(last))}-`;
}
