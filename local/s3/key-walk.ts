import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { type ByteString, keyEnd, keyPart, keyPath } from "./key-path";

/** Whether all keys that begin so can be passed over. */
export type PassOver = (beginning: ByteString) => boolean;

/**
 * The keys of a bucket that begin with a prefix, in the order of their bytes, as S3 lists them.
 *
 * Reads a directory only when its turn comes, and none that `passOver` names. A directory's keys begin with its name
 * and a `/`, which decides its place among the files beside it: `a-b` comes before `a/x`, and `a` before both.
 */
export function* walkKeys(bucketPath: string, prefix: ByteString, passOver: PassOver): Generator<ByteString> {
  const parent = prefix.slice(0, prefix.lastIndexOf("/") + 1);
  const { directories } = keyPath(parent);
  yield* walkDirectory(path.join(bucketPath, ...directories), parent, (beginning) => {
    return !(beginning.startsWith(prefix) || prefix.startsWith(beginning)) || passOver(beginning);
  });
}

function* walkDirectory(directory: string, beginning: ByteString, passOver: PassOver): Generator<ByteString> {
  for (const entry of readEntries(directory)) {
    const key = beginning + entry.part;
    if (entry.subdirectory === undefined) yield key;
    else if (!passOver(key)) yield* walkDirectory(path.join(directory, entry.subdirectory), key, passOver);
  }
}

function readEntries(directory: string): { part: ByteString; subdirectory?: string }[] {
  const entries = [];
  for (const entry of existsSync(directory) ? readdirSync(directory, { withFileTypes: true }) : []) {
    if (entry.isDirectory()) entries.push({ part: keyPart(entry.name), subdirectory: entry.name });
    else {
      const part = keyEnd(entry.name);
      if (part !== undefined) entries.push({ part });
    }
  }
  return entries.sort((a, b) => (a.part < b.part ? -1 : 1));
}
