import { useMemo } from "react";
import { bareId, type Post } from "../api/posts-api";
import { session, uploads } from "../services";
import { useStore } from "../state/store";
import type { Upload } from "./upload-store";

export type { Upload };

export interface PostUpload {
  upload: Upload;
  /** Sends a picture under the name of whoever is logged in; nothing happens where nobody is. */
  start(file: File): void;
  cancel(): void;
  retry(): void;
  /**
   * Looks for the picture again when it was late. Without an upload it asks for the post as it is now, which also renews
   * the URL of a picture that can no longer be loaded.
   */
  checkAgain(): void;
}

/** The picture that is on its way to a post. */
export function useUpload(post: Post): PostUpload {
  const id = bareId(post);
  const upload = useStore(uploads, () => uploads.of(id));
  return useMemo(
    () => ({
      upload,
      start(file) {
        const user = session.get();
        if (user !== undefined) uploads.start(id, user, file);
      },
      cancel: () => uploads.cancel(id),
      retry: () => uploads.retry(id),
      checkAgain: () => uploads.checkAgain(id),
    }),
    [upload, id],
  );
}
