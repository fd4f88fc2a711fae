import { useMemo } from "react";
import { bareId, type Post } from "../api/posts-api";
import { deletions } from "../services";
import { useStore } from "../state/store";
import { type Deletion, UNDO_MILLISECONDS } from "./deletion-store";

export { type Deletion, UNDO_MILLISECONDS };

export interface PostDeletion {
  deletion: Deletion;
  /** Deletes the post once the time to undo it is over. */
  request(): void;
  /** Keeps the post, also after a failure. */
  undo(): void;
  retry(): void;
}

/** The deletion of a post of whoever is logged in. */
export function useDeletion(post: Post): PostDeletion {
  const id = bareId(post);
  const deletion = useStore(deletions, () => deletions.of(id));
  return useMemo(
    () => ({
      deletion,
      request: () => deletions.request(post),
      undo: () => deletions.undo(post),
      retry: () => deletions.retry(post),
    }),
    [deletion, post],
  );
}
