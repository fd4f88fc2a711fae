import {
  createReadStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { type IncomingFile, receiveFile } from "./incoming-file";
import { type ByteString, CONTENT_SUFFIX, fromByteString, keyPath, METADATA_SUFFIX, toByteString } from "./key-path";
import { walkKeys } from "./key-walk";
import { MultipartUploads, type UploadedPart } from "./multipart-uploads";
import { metadataOf, type ObjectMetadata } from "./object-metadata";
import { S3Error } from "./s3-error";
import { nextSequencer } from "./sequencer";
import type { CreatedObject, Listing, ListOptions, ObjectHead, StoredObject } from "./stored-object";

/** What a bucket's name may be, which also keeps it from being a path. */
const BUCKET_NAME = /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** Directories beside the buckets. Their names are not those of a bucket. */
const INCOMING = ".incoming";
const UPLOADS = ".uploads";

const NO_SUCH_BUCKET = "The specified bucket does not exist";

/** What S3rver hands over of a PUT. */
interface PutObject {
  readonly bucket: string;
  readonly key: string;
  readonly content: Readable;
  /** Headers of the request. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** What lies on disk beside an object's content. */
interface StoredMetadata {
  readonly eTag: string;
  readonly metadata: ObjectMetadata;
}

/**
 * Buckets and objects in a directory: the store that S3rver works on, in place of its own.
 *
 * S3rver's own store writes outside its directory for a key with `..`, ends the process on a file name that is too
 * long, keeps the half of a body whose sender went away, takes `a//b` for `a/b`, and leaves keys out of a paged listing
 * where one is the beginning of another. Here an object appears whole or not at all: it is received elsewhere and moved
 * into place, and moving and deleting are synchronous, so that no request sees the middle of another's.
 */
export class ObjectStore {
  readonly #uploads: MultipartUploads;

  /** @param onCreated hears of every object at the moment it is there */
  constructor(
    private readonly root: string,
    private readonly onCreated: (object: CreatedObject) => void = () => {},
  ) {
    this.#uploads = new MultipartUploads(path.join(root, UPLOADS));
  }

  /** The same store with another listener. */
  withListener(onCreated: (object: CreatedObject) => void): ObjectStore {
    return new ObjectStore(this.root, onCreated);
  }

  /** Removes what was still being received when the process last ended. */
  async removeLeftovers(): Promise<void> {
    await rm(path.join(this.root, INCOMING), { recursive: true, force: true });
  }

  async listBuckets(): Promise<{ name: string; creationDate: Date }[]> {
    const buckets = await Promise.all((await readdir(this.root)).map((name) => this.getBucket(name)));
    return buckets.filter((bucket) => bucket !== null);
  }

  async getBucket(name: string): Promise<{ name: string; creationDate: Date } | null> {
    if (!BUCKET_NAME.test(name)) return null;
    const stats = await stat(path.join(this.root, name)).catch(() => undefined);
    return stats?.isDirectory() ? { name, creationDate: stats.birthtime } : null;
  }

  async putBucket(name: string): Promise<void> {
    await mkdir(this.#bucketPath(name), { recursive: true });
  }

  async deleteBucket(name: string): Promise<void> {
    await rm(this.#bucketPath(name), { recursive: true, force: true });
  }

  async listObjects(bucket: string, options: ListOptions): Promise<Listing> {
    const prefix = toByteString(options.prefix ?? "");
    const delimiter = toByteString(options.delimiter ?? "");
    const maxKeys = options.maxKeys ?? 1000;
    const objects: ObjectHead[] = [];
    const commonPrefixes: string[] = [];
    let after = toByteString(options.startAfter ?? "");
    let rolledUp: ByteString | undefined;

    const passOver = (beginning: ByteString) =>
      (beginning < after && !after.startsWith(beginning)) || (rolledUp !== undefined && beginning.startsWith(rolledUp));

    for (const key of walkKeys(this.#bucketPath(bucket), prefix, passOver)) {
      if (!key.startsWith(prefix)) continue;
      const end = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
      const entry = end === -1 ? key : key.slice(0, end + delimiter.length);
      if (entry <= after) continue;
      if (objects.length + commonPrefixes.length >= maxKeys) {
        return { objects, commonPrefixes, isTruncated: maxKeys > 0, last: fromByteString(after) };
      }
      if (end === -1) {
        const head = this.headObject(bucket, fromByteString(key));
        if (head !== undefined) objects.push(head);
      } else {
        commonPrefixes.push(fromByteString(entry));
        rolledUp = entry;
      }
      after = entry;
    }
    return { objects, commonPrefixes, isTruncated: false, last: undefined };
  }

  /** The object without its content, `undefined` where there is none. */
  headObject(bucket: string, key: string): ObjectHead | undefined {
    const files = this.#files(bucket, key);
    const stats = statSync(files.content, { throwIfNoEntry: false });
    if (stats === undefined) return undefined;
    const { eTag, metadata }: StoredMetadata = JSON.parse(readFileSync(files.metadata, "utf8"));
    return {
      key,
      size: stats.size,
      lastModifiedDate: stats.mtime,
      metadata: {
        ...metadata,
        etag: `"${eTag}"`,
        "last-modified": stats.mtime.toUTCString(),
        "content-length": String(stats.size),
      },
    };
  }

  async existsObject(bucket: string, key: string): Promise<boolean> {
    return existsSync(this.#files(bucket, key).content);
  }

  async getObject(
    bucket: string,
    key: string,
    { start, end }: { start?: number; end?: number } = {},
  ): Promise<StoredObject | null> {
    const head = this.headObject(bucket, key);
    if (head === undefined) return null;
    const file = this.#files(bucket, key).content;
    const last = head.size - 1;
    if (start === undefined) return { ...head, content: readLazily(file, 0, last) };
    const range = { start, end: Math.min(end ?? last, last) };
    return { ...head, content: start > range.end ? null : readLazily(file, start, range.end), range };
  }

  async putObject(object: PutObject): Promise<{ size: number; md5: string }> {
    const file = await receiveFile(path.join(this.root, INCOMING), object.content);
    this.#commit("Put", object.bucket, object.key, file, { eTag: file.md5, metadata: metadataOf(object.metadata) });
    return { size: file.size, md5: file.md5 };
  }

  /** @param headers of the request, where they replace what is known of the source */
  async copyObject(
    sourceBucket: string,
    sourceKey: string,
    bucket: string,
    key: string,
    headers: Readonly<Record<string, unknown>> | null,
  ): Promise<ObjectMetadata> {
    const source = await this.getObject(sourceBucket, sourceKey);
    if (!source?.content) throw new S3Error("NoSuchKey", "The specified key does not exist.", { Key: sourceKey });
    const file = await receiveFile(path.join(this.root, INCOMING), source.content);
    this.#commit("Copy", bucket, key, file, { eTag: file.md5, metadata: metadataOf(headers ?? source.metadata) });
    return { etag: `"${file.md5}"`, "last-modified": new Date().toUTCString() };
  }

  /** Removes an object and the directories that it leaves empty. */
  async deleteObject(bucket: string, key: string): Promise<void> {
    const files = this.#files(bucket, key);
    rmSync(files.content, { force: true });
    rmSync(files.metadata, { force: true });
    for (let depth = files.directories.length; depth > 0; depth--) {
      try {
        rmdirSync(path.join(this.#bucketPath(bucket), ...files.directories.slice(0, depth)));
      } catch {
        return; // not empty, or never there
      }
    }
  }

  async initiateUpload(bucket: string, key: string, id: string, headers: Record<string, unknown>): Promise<void> {
    await this.#uploads.create(id, { bucket, key, metadata: metadataOf(headers) });
  }

  async putPart(bucket: string, id: string, number: string, content: Readable): Promise<{ size: number; md5: string }> {
    return await this.#uploads.putPart(bucket, id, number, content);
  }

  async putObjectMultipart(
    bucket: string,
    id: string,
    parts: readonly UploadedPart[],
  ): Promise<{ size: number; md5: string }> {
    const upload = await this.#uploads.open(bucket, id);
    const { content, eTag } = await this.#uploads.join(id, parts);
    const file = await receiveFile(path.join(this.root, INCOMING), content);
    this.#commit("CompleteMultipartUpload", bucket, upload.key, file, { eTag, metadata: upload.metadata });
    await this.#uploads.remove(id);
    return { size: file.size, md5: eTag };
  }

  /** Forgets an upload and its parts. */
  async abortUpload(bucket: string, id: string): Promise<void> {
    await this.#uploads.open(bucket, id);
    await this.#uploads.remove(id);
  }

  /** S3rver asks for a bucket's website and CORS configuration on every request: there is none. */
  async getSubresource(): Promise<null> {
    return null;
  }

  #bucketPath(name: string): string {
    if (!BUCKET_NAME.test(name)) throw new S3Error("InvalidBucketName", "The specified bucket is not valid.");
    return path.join(this.root, name);
  }

  #files(bucket: string, key: string): { directories: string[]; content: string; metadata: string } {
    const { directories, name } = keyPath(toByteString(key));
    const directory = path.join(this.#bucketPath(bucket), ...directories);
    // With its suffix before it is joined: a bare name may be empty, or `..`.
    return {
      directories,
      content: path.join(directory, name + CONTENT_SUFFIX),
      metadata: path.join(directory, name + METADATA_SUFFIX),
    };
  }

  #commit(
    cause: CreatedObject["cause"],
    bucket: string,
    key: string,
    file: IncomingFile,
    stored: StoredMetadata,
  ): void {
    const files = this.#files(bucket, key);
    const metadata = `${file.path}.json`;
    try {
      if (!existsSync(this.#bucketPath(bucket))) throw new S3Error("NoSuchBucket", NO_SUCH_BUCKET);
      writeFileSync(metadata, JSON.stringify(stored));
      mkdirSync(path.dirname(files.content), { recursive: true });
      renameSync(metadata, files.metadata);
      renameSync(file.path, files.content); // last: the object is there when its content is
    } catch (error) {
      for (const leftover of [metadata, file.path]) rmSync(leftover, { force: true });
      throw error;
    }
    this.onCreated({ cause, bucket, key, size: file.size, eTag: stored.eTag, sequencer: nextSequencer() });
  }
}

/** The bytes of a file, opened when the first is read: S3rver never reads or closes the content of a 304. */
function readLazily(file: string, start: number, end: number): Readable {
  return Readable.from(
    (async function* () {
      if (start <= end) yield* createReadStream(file, { start, end });
    })(),
    { objectMode: false },
  );
}
