import type { Readable } from "node:stream";
import type { ObjectMetadata } from "./object-metadata";

/** An object that came to be, for the event that tells of it. */
export interface CreatedObject {
  readonly cause: "Put" | "Copy" | "CompleteMultipartUpload";
  readonly bucket: string;
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Without quotes. */
  readonly eTag: string;
  readonly sequencer: string;
}

/** An object without its content. */
export interface ObjectHead {
  readonly key: string;
  /** The headers that a GET answers with, `etag`, `last-modified` and `content-length` among them. */
  readonly metadata: ObjectMetadata;
  /** Bytes. */
  readonly size: number;
  readonly lastModifiedDate: Date;
}

/** An object as S3rver sends it; without content where the range lies beyond its end. */
export interface StoredObject extends ObjectHead {
  readonly content: Readable | null;
  /** First and last byte, where a range was asked for. */
  readonly range?: { readonly start: number; readonly end: number };
}

export interface ListOptions {
  readonly prefix?: string | undefined;
  readonly delimiter?: string | undefined;
  /** Only keys and common prefixes greater than this. */
  readonly startAfter?: string | undefined;
  /** Keys and common prefixes together. @default 1000 */
  readonly maxKeys?: number | undefined;
}

export interface Listing {
  readonly objects: ObjectHead[];
  readonly commonPrefixes: string[];
  readonly isTruncated: boolean;
  /** The last key or common prefix: what the next page starts after. */
  readonly last: string | undefined;
}
