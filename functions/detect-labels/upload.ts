import type { S3EventRecord } from "aws-lambda";
import { parseImageKey } from "../../webservice/images/image-key";
import { postUuid } from "../../webservice/posts/keys";
import { uploadVersion } from "./upload-version";

/** An image that was uploaded for a post. */
export interface Upload {
  readonly bucket: string;
  /** The image's key, decoded. */
  readonly key: string;
  /** The name of the user whose post it is. */
  readonly user: string;
  /** The bare UUID of the post. */
  readonly postUuid: string;
  /** Sorts the uploads of one post, see `uploadVersion`. */
  readonly version: string;
}

/** The record is no upload of an image for a post. Trying it again would not change that. */
export class NotAnUploadError extends Error {
  override readonly name = "NotAnUploadError";
}

/** A record as it may really arrive: whoever may invoke the function can send it anything. */
type UncheckedRecord = DeepPartial<S3EventRecord>;
type DeepPartial<T> = T extends object ? { readonly [K in keyof T]?: DeepPartial<T[K]> | undefined } : T;

/**
 * The upload that a record of an S3 event tells of.
 *
 * @throws {NotAnUploadError} where it tells of something else, or of a key other than `<user>/<post uuid>/<name>`.
 */
export function readUpload({ eventName, eventTime, s3 }: UncheckedRecord): Upload {
  if (!eventName?.startsWith("ObjectCreated:")) throw new NotAnUploadError("No object was created");
  const bucket = s3?.bucket?.name;
  const encodedKey = s3?.object?.key;
  if (!bucket || !encodedKey) throw new NotAnUploadError("The record names no bucket and key");

  const key = decodeKey(encodedKey);
  const image = parseImageKey(key);
  const uuid = image && postUuid(image.postUuid);
  if (!image || uuid !== image.postUuid) throw new NotAnUploadError("The key is not <user>/<post uuid>/<name>");
  const version = uploadVersion({
    name: image.name,
    sequencer: s3.object?.sequencer ?? "",
    eventTime: eventTime ?? "",
  });
  return { bucket, key, user: image.user, postUuid: uuid, version };
}

/** A key as S3 writes it in events: like a form field, with `+` for a space and percent-encoded UTF-8. */
function decodeKey(encoded: string): string {
  try {
    return decodeURIComponent(encoded.replaceAll("+", " "));
  } catch (cause) {
    throw new NotAnUploadError("The key is not percent-encoded UTF-8", { cause });
  }
}
