import { createHash, randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** A file that has arrived whole and waits to be moved to its place. */
export interface IncomingFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Of the content, in hexadecimal digits. */
  readonly md5: string;
}

/**
 * Writes a stream to a new file in the directory.
 *
 * Where the stream fails, since a client went away or its body is not what it announced, nothing is left and the error
 * is thrown on.
 */
export async function receiveFile(directory: string, content: Readable): Promise<IncomingFile> {
  const file = path.join(directory, randomUUID());
  const md5 = createHash("md5");
  let size = 0;
  await mkdir(directory, { recursive: true });
  try {
    await pipeline(
      content,
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          md5.update(chunk);
          size += chunk.length;
          yield chunk;
        }
      },
      createWriteStream(file, { flags: "wx" }),
    );
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
  return { path: file, size, md5: md5.digest("hex") };
}
