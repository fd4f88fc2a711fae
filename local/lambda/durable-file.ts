import { open, rename } from "node:fs/promises";
import path from "node:path";

/** What a file is called until it is whole. */
export const UNFINISHED_SUFFIX = ".unfinished";

/**
 * Writes a file that is on the disk, whole, when the promise resolves; a crash before that leaves what was there before.
 *
 * The bytes reach the disk under another name, and so does the folder's entry once the name is right.
 */
export async function writeDurably(file: string, text: string): Promise<void> {
  const unfinished = file + UNFINISHED_SUFFIX;
  await withHandle(unfinished, "w", async (handle) => {
    await handle.writeFile(text);
    await handle.sync();
  });
  await rename(unfinished, file);
  // Windows neither opens folders nor needs it: there a rename is in the journal.
  if (process.platform !== "win32") await withHandle(path.dirname(file), "r", (handle) => handle.sync());
}

async function withHandle(
  file: string,
  flags: string,
  use: (handle: Awaited<ReturnType<typeof open>>) => Promise<void>,
): Promise<void> {
  const handle = await open(file, flags);
  try {
    await use(handle);
  } finally {
    await handle.close();
  }
}
