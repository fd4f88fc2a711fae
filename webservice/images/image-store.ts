import type { ImageType } from "./image-key";

/**
 * Largest picture in bytes: what Rekognition takes from S3, 15 MB.
 * https://docs.aws.amazon.com/rekognition/latest/dg/limits.html
 */
export const MAX_IMAGE_BYTES = 15 * 1024 * 1024;

/** How long a URL to upload to is good for, in seconds. */
export const UPLOAD_URL_SECONDS = 900;

/** How long a URL to see a picture by is good for, in seconds. */
export const VIEW_URL_SECONDS = 3600;

export interface ViewUrlOptions {
  /** The URL is one of those of all pictures, of which no other's place is worth taking to keep it. @default false */
  readonly oneOfAll?: boolean;
}

/** Where pictures are kept. Clients reach them by presigned URLs alone. Every method throws what the store throws. */
export interface ImageStore {
  /** Where presigned URLs lead, for a content security policy: `https://<host>`. */
  readonly origin: string;

  /** A URL to which a picture can be PUT, once with just this content type and, where given, of just this length. */
  uploadUrl(key: string, image: { type: ImageType; bytes?: number | undefined }): Promise<string>;

  /** A URL by which a picture can be seen. The same one for a while, so that browsers keep the picture. */
  viewUrl(key: string, options?: ViewUrlOptions): string | Promise<string>;

  /** Deletes every object whose key begins with `prefix`. */
  removeAll(prefix: string): Promise<void>;

  /** Resolves where the store answers. */
  check(): Promise<void>;
}
