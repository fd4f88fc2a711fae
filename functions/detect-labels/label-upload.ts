import { ImageUnreachableError } from "./image-labels";
import type { Upload } from "./upload";

/** What labelling one upload needs of the world. */
export interface LabelUploadServices {
  /** See `detectLabels`. */
  detectLabels(upload: Upload): Promise<string[] | undefined>;
  /** See `LabelledPosts`. */
  readonly posts: {
    recordImage(upload: Upload, labels: readonly string[]): Promise<boolean>;
    exists(upload: Upload): Promise<boolean>;
  };
  /** Deletes the object; one that is gone already is no error. */
  deleteImage(upload: Upload): Promise<void>;
}

/**
 * What became of an upload.
 *
 * - `Labelled`: it is its post's image, with the labels found.
 * - `Refused`: it is its post's image, without labels, since Rekognition does not take it as a picture.
 * - `Superseded`: a later upload is its post's image; this one stays until the post is deleted.
 * - `Orphaned`: its post is gone, and so is the image.
 */
export type LabelOutcome = "Labelled" | "Refused" | "Superseded" | "Orphaned";

/**
 * Labels an uploaded image and makes it its post's image. Doing it again for the same event changes nothing.
 *
 * An image is deleted only when its post is known to be gone: a refused update alone can also mean a later upload, and
 * an unreachable image a missing permission.
 */
export async function labelUpload(upload: Upload, services: LabelUploadServices): Promise<LabelOutcome> {
  const { posts } = services;
  let labels: string[] | undefined;
  try {
    labels = await services.detectLabels(upload);
  } catch (error) {
    // Deleting a post deletes its images too, maybe before this event was handled; trying again would never help.
    if (error instanceof ImageUnreachableError && !(await posts.exists(upload))) return deleteOrphan(upload, services);
    throw error;
  }
  if (await posts.recordImage(upload, labels ?? [])) return labels ? "Labelled" : "Refused";
  return (await posts.exists(upload)) ? "Superseded" : deleteOrphan(upload, services);
}

async function deleteOrphan(upload: Upload, { deleteImage }: LabelUploadServices): Promise<LabelOutcome> {
  await deleteImage(upload);
  return "Orphaned";
}
