import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { S3Error } from "./s3-error";

/** S3's limit of a key, in bytes of UTF-8. */
const MAX_KEY_BYTES = 1024;

/** A request as it came, and what it addresses. */
export interface S3Request {
  readonly method: string;
  /** Still encoded, as its sender signed it. */
  readonly path: string;
  /** Decoded. */
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  /** Absent where the request is for the service itself. */
  readonly bucket?: string;
  /** Decoded. Absent where the request is for a bucket. */
  readonly key?: string;
}

/**
 * Reads `/<bucket>/<key>?<query>`; the bucket is always in the path.
 *
 * @throws S3Error `InvalidURI`, `InvalidArgument`, `KeyTooLongError`
 */
export function parseRequest({ method = "GET", url = "/", headers }: IncomingMessage): S3Request {
  const [path = "/", search = ""] = url.split(/\?(.*)/s);
  const [, bucket, key] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  if (bucket === undefined || key === undefined) throw invalidUri(path);
  return {
    method,
    path,
    headers,
    query: parseQuery(search),
    ...(bucket !== "" && { bucket: decodePath(bucket) }),
    ...(key !== "" && { key: checkKey(decodePath(key)) }),
  };
}

function parseQuery(search: string): Record<string, string> {
  const query: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(search)) {
    if (name in query) {
      throw new S3Error("InvalidArgument", "A query parameter may be given only once.", { ArgumentName: name });
    }
    query[name] = value;
  }
  return query;
}

function checkKey(key: string): string {
  const size = Buffer.byteLength(key);
  if (size > MAX_KEY_BYTES) {
    throw new S3Error("KeyTooLongError", "Your key is too long", { Size: size, MaxSizeAllowed: MAX_KEY_BYTES });
  }
  return key;
}

function decodePath(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw invalidUri(encoded);
  }
}

function invalidUri(uri: string): S3Error {
  return new S3Error("InvalidURI", "Couldn't parse the specified URI.", { URI: uri });
}
