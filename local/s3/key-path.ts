/**
 * Where a key lies on disk.
 *
 * A key may be any 1,024 bytes of UTF-8; a file name may not. Every `/` of a key is a directory, so that a prefix is
 * found without reading the rest of the bucket, and every byte but `a-z 0-9 . _ -` is written `%xx`. Capitals are too,
 * because the file systems of macOS and Windows take `A` for `a`. Nothing that a key holds can therefore climb out of
 * its bucket, collide with another key or be a name that the file system refuses.
 *
 * Keys are handled here as byte strings: one character (0 to 255) for each byte of UTF-8. S3 lists keys in the order of
 * their bytes, which is how JavaScript compares such strings, and not how it compares the keys themselves.
 */

/** A key or a part of it, one character a byte. */
export type ByteString = string;

/**
 * Bytes of a segment that make one file name. A longer segment goes on in a directory: 75 bytes, each written as three
 * characters, and the longest suffix stay under the 255 bytes that file systems allow.
 */
const PIECE_BYTES = 76;

/** Suffix of an object's content. No encoded name holds a `%` that is not followed by two hexadecimal digits. */
export const CONTENT_SUFFIX = "%.object";

/** Suffix of what is known of an object beside its content. */
export const METADATA_SUFFIX = "%.json";

/** The name of the directory that stands for an empty segment, as in `a//b`. */
const EMPTY_NAME = "%";

/** A key's bytes. */
export function toByteString(key: string): ByteString {
  return Buffer.from(key, "utf8").toString("latin1");
}

/** The key that has these bytes. */
export function fromByteString(bytes: ByteString): string {
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** The directories of a key, outermost first, and its file name without suffix. */
export function keyPath(key: ByteString): { directories: string[]; name: string } {
  const pieces = key.split("/").map(cut);
  const name = pieces.at(-1)?.pop() ?? "";
  return { directories: pieces.flat().map(directoryName), name: encode(name) };
}

/** What a file holds: the end of the key that it belongs to, or `undefined` where it is not an object's content. */
export function keyEnd(fileName: string): ByteString | undefined {
  return fileName.endsWith(CONTENT_SUFFIX) ? decode(fileName.slice(0, -CONTENT_SUFFIX.length)) : undefined;
}

/** What a directory adds to the keys beneath it: a segment and its `/`, or a piece of a segment that goes on. */
export function keyPart(directory: string): ByteString {
  const piece = directory === EMPTY_NAME ? "" : decode(directory);
  return piece.length === PIECE_BYTES ? piece : `${piece}/`;
}

/** Cut so that the last piece is always shorter than the others: its length says that the segment ends there. */
function cut(segment: ByteString): ByteString[] {
  const pieces: ByteString[] = [];
  for (let at = 0; at <= segment.length; at += PIECE_BYTES) pieces.push(segment.slice(at, at + PIECE_BYTES));
  return pieces;
}

function directoryName(piece: ByteString): string {
  return piece === "" ? EMPTY_NAME : encode(piece).replace(/\.$/, "%2e"); // neither `.` nor `..`
}

function encode(bytes: ByteString): string {
  return bytes.replace(/[^a-z0-9._-]/g, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

function decode(name: string): ByteString {
  return name.replace(/%([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
