import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { receiveFile } from "./incoming-file";
import type { ObjectMetadata } from "./object-metadata";
import { S3Error } from "./s3-error";

/** An upload in parts that is under way. */
export interface MultipartUpload {
  readonly bucket: string;
  readonly key: string;
  readonly metadata: ObjectMetadata;
}

/** A part as the request that completes an upload names it. */
export interface UploadedPart {
  readonly number: number;
  /** Without quotes. */
  readonly etag: string;
}

/** S3's own limit: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const MAX_PART_NUMBER = 10_000;

/** Uploads in parts, each a directory with a description and the parts received so far. */
export class MultipartUploads {
  constructor(private readonly root: string) {}

  async create(id: string, upload: MultipartUpload): Promise<void> {
    await mkdir(this.#path(id), { recursive: true });
    await writeFile(path.join(this.#path(id), "upload.json"), JSON.stringify(upload));
  }

  /** @throws S3Error `NoSuchUpload` */
  async open(bucket: string, id: string): Promise<MultipartUpload> {
    const text = await readFile(path.join(this.#path(id), "upload.json"), "utf8").catch(() => undefined);
    const upload: MultipartUpload | undefined = text === undefined ? undefined : JSON.parse(text);
    if (upload?.bucket !== bucket) throw noSuchUpload();
    return upload;
  }

  /** Receives one part; a part of the same number and content takes the place of an older one. */
  async putPart(bucket: string, id: string, number: string, content: Readable): Promise<{ size: number; md5: string }> {
    await this.open(bucket, id);
    if (!/^\d+$/.test(number) || Number(number) < 1 || Number(number) > MAX_PART_NUMBER) {
      throw new S3Error("InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive", {
        ArgumentName: "partNumber",
        ArgumentValue: number,
      });
    }
    const file = await receiveFile(this.#path(id), content);
    await rename(file.path, this.#partPath(id, { number: Number(number), etag: file.md5 }));
    return { size: file.size, md5: file.md5 };
  }

  /**
   * The content that the parts make together, and the ETag that S3 gives it: the MD5 of the parts' MD5s, and how many.
   *
   * @throws S3Error `InvalidPart`, `InvalidPartOrder`
   */
  async join(id: string, parts: readonly UploadedPart[]): Promise<{ content: Readable; eTag: string }> {
    for (const [index, part] of parts.entries()) {
      if (part.number <= (parts[index - 1]?.number ?? 0)) {
        throw new S3Error("InvalidPartOrder", "The list of parts was not in ascending order.");
      }
      if (!/^[0-9a-f]{32}$/.test(part.etag) || !existsSync(this.#partPath(id, part))) {
        throw new S3Error("InvalidPart", "One or more of the specified parts could not be found.", {
          PartNumber: part.number,
        });
      }
    }
    const files = parts.map((part) => this.#partPath(id, part));
    const md5 = createHash("md5");
    for (const part of parts) md5.update(part.etag, "hex");
    const content = Readable.from(
      (async function* () {
        for (const file of files) yield* createReadStream(file);
      })(),
      { objectMode: false },
    );
    return { content, eTag: `${md5.digest("hex")}-${parts.length}` };
  }

  async remove(id: string): Promise<void> {
    await rm(this.#path(id), { recursive: true, force: true });
  }

  #path(id: string): string {
    if (!/^[0-9a-f]{32}$/.test(id)) throw noSuchUpload();
    return path.join(this.root, id);
  }

  #partPath(id: string, { number, etag }: UploadedPart): string {
    return path.join(this.#path(id), `${number}-${etag}.part`);
  }
}

function noSuchUpload(): S3Error {
  return new S3Error(
    "NoSuchUpload",
    "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
  );
}
