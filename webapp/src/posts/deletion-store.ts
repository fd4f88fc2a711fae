import { ApiError, bareId, type Post, type PostsApi } from "../api/posts-api";
import type { ConnectionStore } from "../connection/connection-store";
import type { SessionStore } from "../session/session-store";
import { createStore, type Store } from "../state/store";
import type { PostStore } from "./post-store";

/** What is to become of a post. */
export type Deletion =
  | { state: "none" }
  /** It is deleted at `until`, in epoch milliseconds. */
  | { state: "waiting"; until: number }
  | { state: "deleting" }
  /** It is tried again by itself where only the connection failed. */
  | { state: "failed"; error: ApiError }
  | { state: "deleted" };

/** How long a deletion can be undone. */
export const UNDO_MILLISECONDS = 6000;
/** How long to wait before the next try, in seconds, where the service asks for patience and does not say how much. */
const PATIENCE_SECONDS = 5;

const NONE: Deletion = { state: "none" };

export interface DeletionStore extends Store<ReadonlyMap<string, Deletion>> {
  /** @param id bare. */
  of(id: string): Deletion;
  /** Deletes a post of whoever is logged in, once the time to undo it is over. */
  request(post: Post): void;
  /** Keeps a post that waits to be deleted, or that could not be deleted. */
  undo(post: Post): void;
  retry(post: Post): void;
  deleteNow(post: Post): void;
}

export interface DeletionOptions {
  readonly api: Pick<PostsApi, "remove">;
  readonly session: SessionStore;
  readonly connection: ConnectionStore;
  readonly posts: PostStore;
  /** The window, which says `pagehide`. */
  readonly events: Pick<EventTarget, "addEventListener">;
  /** Told of every post that was deleted, by its bare id. */
  readonly onDeleted?: (id: string) => void;
  /** @default UNDO_MILLISECONDS */
  readonly undoMilliseconds?: number;
}

export function createDeletions(options: DeletionOptions): DeletionStore {
  const { api, session, connection, posts, events, onDeleted, undoMilliseconds = UNDO_MILLISECONDS } = options;
  const store = createStore<ReadonlyMap<string, Deletion>>(new Map());
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  /** Who asked for the deletion: whoever is logged in later has nothing to do with it. */
  const callers = new Map<string, string>();

  const of = (id: string) => store.get().get(id) ?? NONE;
  const put = (id: string, deletion: Deletion) => {
    clearTimeout(timers.get(id));
    timers.delete(id);
    const next = new Map(store.get());
    if (deletion.state === "none") next.delete(id);
    else next.set(id, deletion);
    store.set(next);
  };

  const send = async (id: string, keepalive = false): Promise<void> => {
    const caller = callers.get(id);
    if (caller === undefined) return;
    put(id, { state: "deleting" });
    try {
      await api.remove(caller, id, keepalive);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status !== 429) return put(id, { state: "failed", error });
      const pause = 1000 * (error.retryAfter ?? PATIENCE_SECONDS);
      timers.set(
        id,
        setTimeout(() => void send(id), pause),
      );
      return;
    }
    put(id, { state: "deleted" });
    posts.remove([id]);
    onDeleted?.(id);
  };

  /** Takes a deletion up, unless it is under way already or nobody is there to want it. */
  const begin = (post: Post, act: (id: string) => void) => {
    const id = bareId(post);
    const user = session.get();
    const { state } = of(id);
    if (user === undefined || state === "deleting" || state === "deleted") return;
    callers.set(id, user);
    act(id);
  };

  events.addEventListener("pagehide", () => {
    for (const [id, { state }] of store.get()) if (state === "waiting") void send(id, true);
  });
  connection.subscribe(() => {
    if (connection.get() !== "online") return;
    for (const [id, deletion] of store.get()) {
      if (deletion.state === "failed" && deletion.error.isOutage) void send(id);
    }
  });

  return {
    get: store.get,
    subscribe: store.subscribe,
    of,
    request: (post) =>
      begin(post, (id) => {
        if (of(id).state === "waiting") return;
        put(id, { state: "waiting", until: Date.now() + undoMilliseconds });
        timers.set(
          id,
          setTimeout(() => void send(id), undoMilliseconds),
        );
      }),
    undo(post) {
      const { state } = of(bareId(post));
      if (state === "waiting" || state === "failed") put(bareId(post), NONE);
    },
    retry: (post) => begin(post, (id) => void send(id)),
    deleteNow: (post) => begin(post, (id) => void send(id)),
  };
}
