import { ApiError, bareId, type Post, type PostsApi } from "../api/posts-api";
import type { ConnectionStore } from "../connection/connection-store";
import type { SessionStore } from "../session/session-store";
import { createStore, type Store } from "../state/store";
import type { TextStorage } from "../state/text-storage";
import { deletionRecords } from "./deletion-records";
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
  /** What is to become of a post as whoever is logged in sees it. @param id bare. */
  of(id: string): Deletion;
  /** Deletes a post of whoever is logged in, once the time to undo it is over. */
  request(post: Post): void;
  /** Keeps a post that waits to be deleted, or that could not be deleted. */
  undo(post: Post): void;
  retry(post: Post): void;
}

export interface DeletionOptions {
  readonly api: Pick<PostsApi, "remove">;
  readonly session: SessionStore;
  readonly connection: ConnectionStore;
  readonly posts: PostStore;
  /** The window, which says `pagehide`. */
  readonly events: Pick<EventTarget, "addEventListener">;
  /** Where deletions are kept that were sent and not answered yet. */
  readonly texts: TextStorage;
  /** Told of every post that was deleted, by its bare id. */
  readonly onDeleted?: (id: string) => void;
  /** @default UNDO_MILLISECONDS */
  readonly undoMilliseconds?: number;
}

export function createDeletions(options: DeletionOptions): DeletionStore {
  const { api, session, connection, posts, events, onDeleted, undoMilliseconds = UNDO_MILLISECONDS } = options;
  const kept = deletionRecords(options.texts);
  const store = createStore<ReadonlyMap<string, Deletion>>(new Map());
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  /** Who asked for the deletion: whoever is logged in later has nothing to do with it. */
  const callers = new Map<string, string>();

  const stateOf = (id: string) => store.get().get(id) ?? NONE;
  const isOthers = (id: string) => callers.has(id) && callers.get(id) !== session.get();
  const put = (id: string, deletion: Deletion) => {
    clearTimeout(timers.get(id));
    timers.delete(id);
    const next = new Map(store.get());
    if (deletion.state === "none") {
      next.delete(id);
      callers.delete(id);
    } else {
      next.set(id, deletion);
    }
    store.set(next);
  };

  const send = async (id: string, keepalive = false): Promise<void> => {
    const caller = callers.get(id);
    if (caller === undefined) return;
    put(id, { state: "deleting" });
    // The page may end before the answer comes.
    kept.keep(id, caller);
    try {
      await api.remove(caller, id, keepalive);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (!error.isOutage && error.status !== 429) kept.remove(id);
      if (error.status !== 429) return put(id, { state: "failed", error });
      const pause = 1000 * (error.retryAfter ?? PATIENCE_SECONDS);
      timers.set(
        id,
        setTimeout(() => void send(id), pause),
      );
      return;
    }
    kept.remove(id);
    put(id, { state: "deleted" });
    posts.remove([id]);
    onDeleted?.(id);
  };

  /** Takes a deletion up, unless it is under way already or nobody is there to want it. */
  const begin = (post: Post, act: (id: string) => void) => {
    const id = bareId(post);
    const user = session.get();
    const { state } = stateOf(id);
    if (user === undefined || isOthers(id) || state === "deleting" || state === "deleted") return;
    callers.set(id, user);
    act(id);
  };

  /** Sends again what the service did not answer, unless it was undone, or done, in another tab. */
  const goOn = () => {
    if (connection.get() !== "online") return;
    for (const [id, deletion] of store.get()) {
      if (deletion.state !== "failed" || !deletion.error.isOutage) continue;
      if (kept.has(id)) void send(id);
      else put(id, NONE);
    }
  };

  events.addEventListener("pagehide", () => {
    for (const [id, { state }] of store.get()) if (state === "waiting") void send(id, true);
  });
  // Who leaves can no longer undo it, and the next to log in has nothing to do with it.
  session.subscribe(() => {
    for (const [id, { state }] of store.get()) if (state === "waiting" && isOthers(id)) void send(id);
  });
  connection.subscribe(goOn);
  for (const [id, caller] of kept.list()) {
    callers.set(id, caller);
    put(id, { state: "failed", error: new ApiError(0) });
  }
  goOn();

  return {
    get: store.get,
    subscribe(listener) {
      const ends = [store.subscribe(listener), session.subscribe(listener)];
      return () => {
        for (const end of ends) end();
      };
    },
    of: (id) => (isOthers(id) ? NONE : stateOf(id)),
    request: (post) =>
      begin(post, (id) => {
        if (stateOf(id).state === "waiting") return;
        put(id, { state: "waiting", until: Date.now() + undoMilliseconds });
        timers.set(
          id,
          setTimeout(() => void send(id), undoMilliseconds),
        );
      }),
    undo(post) {
      const id = bareId(post);
      const { state } = stateOf(id);
      if (isOthers(id) || (state !== "waiting" && state !== "failed")) return;
      kept.remove(id);
      put(id, NONE);
    },
    retry: (post) => begin(post, (id) => void send(id)),
  };
}
