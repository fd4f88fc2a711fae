import { v7 as uuidv7 } from "uuid";

/**
 * How a picture is addressed in the bucket: `<user>/<bare uuid of the post>/<uuidv7 of the upload>-<safe base name>`.
 *
 * The unique prefix keeps two uploads of one file apart and, as a UUID of version 7, tells which came later.
 */

/** The content types that a picture may have, each with the extension that its object gets. */
export const IMAGE_TYPES = { "image/jpeg": ".jpg", "image/png": ".png" } as const;

export type ImageType = keyof typeof IMAGE_TYPES;

/** Longest base name, in characters, without its unique prefix and extension. S3 allows 1,024 bytes for a whole key. */
const MAX_BASE_NAME = 80;

/** Where all pictures of a post lie: `<user>/<uuid>/`. */
export function imagePrefix(user: string, postUuid: string): string {
  return `${user}/${postUuid}/`;
}

/** A new key, never given before, for a picture that a client calls `fileName`. */
export function newImageKey(user: string, postUuid: string, fileName: string, type: ImageType): string {
  return `${imagePrefix(user, postUuid)}${uuidv7()}-${safeBaseName(fileName)}${IMAGE_TYPES[type]}`;
}

/**
 * A client's file name reduced to letters, digits, `.`, `_` and `-`, without path and extension, 80 characters at most.
 *
 * Accents are dropped (`été` becomes `ete`); a name of which nothing remains becomes `image`.
 */
export function safeBaseName(fileName: string): string {
  const base = fileName.split(/[/\\]/).pop() ?? "";
  const safe = base
    .replace(/\.[A-Za-z0-9]{1,5}$/, "")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/\.{2,}/g, ".")
    .slice(0, MAX_BASE_NAME)
    .replace(/^[.-]+|[.-]+$/g, "");
  return safe === "" ? "image" : safe;
}

/** What a picture's key says, or `undefined` where it is not of the form `<user>/<post>/<name>`. */
export function parseImageKey(key: string): { user: string; postUuid: string; name: string } | undefined {
  const [user, postUuid, name, ...rest] = key.split("/");
  if (!user || !postUuid || !name || rest.length > 0) return undefined;
  return { user, postUuid, name };
}
