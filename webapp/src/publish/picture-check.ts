/** The content types that the service takes. */
export const PICTURE_TYPES: string[] = ["image/jpeg", "image/png"];
/** The largest picture that the service takes, in bytes. */
export const MAX_PICTURE_BYTES = 15 * 1024 * 1024;

/** What a browser calls a file whose type it does not know. */
const UNKNOWN_TYPE = "application/octet-stream";

/** What is wrong with a picture. */
export type PictureProblem =
  /** @property type what the file says it is; empty where it does not say. */
  | { problem: "type"; type: string }
  | { problem: "size"; bytes: number }
  | { problem: "empty" }
  /** It begins like a picture, and cannot be decoded. */
  | { problem: "unreadable" };

/** How the files of each type begin. */
const SIGNATURES: Readonly<Record<string, readonly number[]>> = {
  "image/jpeg": [0xff, 0xd8, 0xff],
  "image/png": [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
};

/**
 * What is wrong with a picture, if anything: it has to be a JPEG or a PNG, by what it says and by how it begins, of 15 MB
 * at most.
 */
export async function checkPicture(file: File): Promise<PictureProblem | undefined> {
  if (file.size === 0) return { problem: "empty" };
  const signature = SIGNATURES[file.type];
  if (signature === undefined) return { problem: "type", type: file.type === UNKNOWN_TYPE ? "" : file.type };
  const begin = await readBegin(file, signature.length);
  // A file that cannot be read has been taken away since it was chosen.
  if (begin === undefined) return { problem: "empty" };
  if (signature.some((byte, index) => begin[index] !== byte)) return { problem: "type", type: file.type };
  if (file.size > MAX_PICTURE_BYTES) return { problem: "size", bytes: file.size };
  return (await canDecode(file)) ? undefined : { problem: "unreadable" };
}

/** Whether the browser can show a picture, as far as it lets us know. */
async function canDecode(file: File): Promise<boolean> {
  if (typeof createImageBitmap !== "function") return true;
  try {
    (await createImageBitmap(file)).close();
    return true;
  } catch {
    return false;
  }
}

async function readBegin(file: File, bytes: number): Promise<Uint8Array | undefined> {
  try {
    return new Uint8Array(await file.slice(0, bytes).arrayBuffer());
  } catch {
    return undefined;
  }
}
