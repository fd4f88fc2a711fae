import { createHash } from "node:crypto";
import type { ObjectStore } from "./object-store";
import { S3Error } from "./s3-error";
import type { Listing } from "./stored-object";
import { encodeKey } from "./url-encoding";
import { type XmlElements, xmlDocument } from "./xml";

/** Entries of one page at most, whatever a client asks for. */
const MAX_KEYS = 1000;

type Query = Readonly<Record<string, string>>;

/**
 * Answers ListObjectsV2, and ListObjects where the query does not say `list-type=2`.
 *
 * S3rver answers every truncated listing of version 2 with 500, because its tokens need a cipher that OpenSSL 3 dropped.
 *
 * @returns the XML document
 * @throws S3Error `InvalidArgument`
 */
export async function listObjects(store: ObjectStore, bucket: string, query: Query): Promise<string> {
  const isV2 = query["list-type"] === "2";
  const encoding = query["encoding-type"];
  if (encoding !== undefined && encoding !== "url") {
    throw invalidArgument("encoding-type", "Invalid Encoding Method specified in Request");
  }
  const maxKeys = parseMaxKeys(query["max-keys"]);
  const listing = await store.listObjects(bucket, {
    prefix: query.prefix,
    delimiter: query.delimiter,
    maxKeys: Math.min(maxKeys, MAX_KEYS),
    startAfter: isV2 ? startOfPage(bucket, query) : query.marker,
  });

  const text = (value: string | undefined) => (encoding === "url" && value !== undefined ? encodeKey(value) : value);
  return xmlDocument("ListBucketResult", {
    Name: bucket,
    Prefix: text(query.prefix ?? ""),
    Delimiter: text(query.delimiter),
    MaxKeys: maxKeys,
    EncodingType: encoding,
    IsTruncated: listing.isTruncated,
    ...(isV2 ? positionV2(bucket, query, listing, text) : positionV1(query, listing, text)),
    Contents: listing.objects.map(({ key, size, lastModifiedDate, metadata }) => ({
      Key: text(key),
      LastModified: lastModifiedDate.toISOString(),
      ETag: metadata.etag,
      Size: size,
      StorageClass: "STANDARD",
    })),
    CommonPrefixes: listing.commonPrefixes.map((prefix) => ({ Prefix: text(prefix) })),
  });
}

type Text = (value: string | undefined) => string | undefined;

function positionV2(bucket: string, query: Query, { objects, commonPrefixes, last }: Listing, text: Text): XmlElements {
  return {
    KeyCount: objects.length + commonPrefixes.length,
    StartAfter: text(query["start-after"]),
    ContinuationToken: query["continuation-token"],
    NextContinuationToken: last === undefined ? undefined : continuationToken(bucket, last),
  };
}

function positionV1(query: Query, { last }: Listing, text: Text): XmlElements {
  return {
    Marker: text(query.marker ?? ""),
    NextMarker: query.delimiter ? text(last) : undefined, // without a delimiter S3 leaves it to the last key
  };
}

function startOfPage(bucket: string, query: Query): string | undefined {
  const token = query["continuation-token"];
  if (token === undefined) return query["start-after"];
  const start = Buffer.from(token, "base64url").subarray(CHECK_BYTES).toString("utf8");
  if (continuationToken(bucket, start) !== token) {
    throw invalidArgument("continuation-token", "The continuation token provided is incorrect");
  }
  return start;
}

const CHECK_BYTES = 9;

/** Where the next page starts, with a digest by which a token that was made up is known. */
function continuationToken(bucket: string, last: string): string {
  const check = createHash("sha256").update(`${bucket}/${last}`).digest().subarray(0, CHECK_BYTES);
  return Buffer.concat([check, Buffer.from(last, "utf8")]).toString("base64url");
}

function parseMaxKeys(text: string | undefined): number {
  if (text === undefined || text === "") return MAX_KEYS;
  const maxKeys = Number(text);
  if (!/^\d+$/.test(text) || maxKeys > 2_147_483_647) {
    throw invalidArgument("max-keys", "Provided max-keys not an integer or within integer range");
  }
  return maxKeys;
}

function invalidArgument(name: string, message: string): S3Error {
  return new S3Error("InvalidArgument", message, { ArgumentName: name });
}
