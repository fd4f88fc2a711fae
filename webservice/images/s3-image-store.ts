import {
  DeleteObjectsCommand,
  HeadBucketCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { getEndpointFromInstructions } from "@smithy/core/endpoints";
import { LRUCache } from "lru-cache";
import type { ImageType } from "./image-key";
import { type ImageStore, UPLOAD_URL_SECONDS, VIEW_URL_SECONDS, type ViewUrlOptions } from "./image-store";
import { UrlSigner } from "./url-signer";

/** Signed URLs kept, of about a kilobyte each. */
const KEPT_URLS = 10_000;

/** S3 refused to delete some objects although it answered 200. */
export class ObjectsNotDeletedError extends Error {
  override readonly name: string = "ObjectsNotDeletedError";
}

export interface S3ImageStoreOptions {
  /** Is told of each URL to see a picture by whether it was kept from before. */
  readonly onViewUrl?: ((kept: "hit" | "miss") => void) | undefined;
}

/** Pictures in an S3 bucket. */
export class S3ImageStore implements ImageStore {
  private readonly urls = new LRUCache<string, string>({
    max: KEPT_URLS,
    // URLs end by the clock on the wall, which goes on while a machine sleeps.
    perf: { now: () => Date.now() },
    // Else it sets a timer each millisecond that it is asked.
    ttlResolution: 100,
  });
  private readonly viewUrls: UrlSigner;

  private constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
    readonly origin: string,
    private readonly options: S3ImageStoreOptions,
  ) {
    this.viewUrls = new UrlSigner(client, bucket, VIEW_URL_SECONDS);
  }

  static async open(client: S3Client, bucket: string, options: S3ImageStoreOptions = {}): Promise<S3ImageStore> {
    return new S3ImageStore(client, bucket, await bucketOrigin(client, bucket), options);
  }

  uploadUrl(key: string, image: { type: ImageType; bytes?: number | undefined }): Promise<string> {
    const { type, bytes } = image;
    const command = new PutObjectCommand({
      Bucket: this.bucket,
      Key: key,
      ContentType: type,
      ...(bytes !== undefined && { ContentLength: bytes }),
    });
    // The presigner leaves the content type unsigned unless it is asked for by name.
    return getSignedUrl(this.client, command, {
      expiresIn: UPLOAD_URL_SECONDS,
      signableHeaders: new Set(["host", "content-type", "content-length"]),
    });
  }

  viewUrl(key: string, { oneOfAll = false }: ViewUrlOptions = {}): string | Promise<string> {
    const kept = this.urls.get(key);
    this.options.onViewUrl?.(kept === undefined ? "miss" : "hit");
    return kept ?? this.signViewUrl(key, oneOfAll);
  }

  async removeAll(prefix: string): Promise<void> {
    const pages = paginateListObjectsV2({ client: this.client }, { Bucket: this.bucket, Prefix: prefix });
    for await (const { Contents = [] } of pages) {
      if (Contents.length === 0) continue;
      const { Errors = [] } = await this.client.send(
        new DeleteObjectsCommand({
          Bucket: this.bucket,
          Delete: { Objects: Contents.map(({ Key }) => ({ Key })), Quiet: true },
        }),
      );
      if (Errors.length > 0) {
        const codes = [...new Set(Errors.map(({ Code }) => Code))].join(", ");
        throw new ObjectsNotDeletedError(`S3 did not delete ${Errors.length} of ${Contents.length} objects: ${codes}`);
      }
    }
  }

  async check(): Promise<void> {
    await this.client.send(new HeadBucketCommand({ Bucket: this.bucket }));
  }

  private async signViewUrl(key: string, oneOfAll: boolean): Promise<string> {
    const { url, credentialsExpire = Number.POSITIVE_INFINITY } = await this.viewUrls.sign(key);
    // Half of its life is left to whoever gets it last. With an instance role's credentials it dies with their session.
    const ttl = Math.floor(Math.min((VIEW_URL_SECONDS / 2) * 1000, credentialsExpire - Date.now()));
    // Who reads all pictures' URLs one after the other would push out every one before it comes again.
    const hasPlace = !oneOfAll || this.urls.size < KEPT_URLS;
    if (ttl > 0 && hasPlace) this.urls.set(key, url, { ttl });
    return url;
  }
}

/** Where the SDK's own endpoint rules, and the endpoint that the environment may name, put the bucket. */
async function bucketOrigin(client: S3Client, bucket: string): Promise<string> {
  const endpoint = await getEndpointFromInstructions({ Bucket: bucket }, HeadBucketCommand, { ...client.config });
  return endpoint.url.origin;
}
