import { ApiError, bareId, type Post, type PostsApi } from "../api/posts-api";
import type { ConnectionStore } from "../connection/connection-store";
import type { PostStore } from "../posts/post-store";
import type { SessionStore } from "../session/session-store";
import type { RecordStorage } from "../state/record-storage";
import { createStore, type Store } from "../state/store";
import type { DraftStore } from "./draft-store";
import { newIdempotencyKey } from "./idempotency-key";
import { type KeptEntry, outboxRecords } from "./outbox-records";
import type { UploadStore } from "./upload-store";

/** A post on its way, until the service has answered that it is stored. */
export interface OutboxEntry extends KeptEntry {
  /** `waiting` goes on by itself; `failed` needs the user. */
  state: "sending" | "waiting" | "failed";
  error?: ApiError;
}

export interface OutboxStore extends Store<readonly OutboxEntry[]> {
  /**
   * Sends a post under the name of whoever is logged in, for as long as it takes.
   *
   * @throws {Error} where nobody is logged in.
   */
  publish(draft: KeptEntry["draft"]): void;
  retry(key: string): void;
  /** Takes an entry out, and gives its draft back to whoever writes nothing else. */
  cancel(key: string): void;
  /** Whether a post is one of these already, its answer being late or lost. */
  isOnItsWay(post: Post): boolean;
}

export interface OutboxOptions {
  readonly api: Pick<PostsApi, "create" | "remove">;
  readonly session: SessionStore;
  readonly connection: ConnectionStore;
  readonly posts: PostStore;
  readonly drafts: DraftStore;
  readonly uploads: Pick<UploadStore, "start">;
  readonly records: RecordStorage;
  /** Told that another tab has sent a post of this one's. */
  readonly onSentElsewhere?: () => void;
}

/** How long to wait, in seconds, where the service asks for patience and does not say how much. */
const PATIENCE_SECONDS = 5;
/** For how long the service surely knows an idempotency key, in milliseconds: a little less than its 24 hours. */
const KEY_LIFE = 23 * 3600 * 1000;

export function createOutbox(options: OutboxOptions): OutboxStore {
  const { api, session, connection, posts, drafts, uploads } = options;
  const records = outboxRecords(options.records);
  const store = createStore<readonly OutboxEntry[]>([]);
  /** Keys of entries that are known to be kept, so that one that is gone from there was done with by another tab. */
  const kept = new Set<string>();
  let isRunning = false;
  let restsUntil = 0;

  const find = (key: string) => store.get().find((entry) => entry.key === key);
  const patch = (key: string, change: Partial<OutboxEntry>) =>
    store.set(store.get().map((entry) => (entry.key === key ? { ...withoutError(entry), ...change } : entry)));
  const drop = (key: string) => store.set(store.get().filter((entry) => entry.key !== key));
  const keep = async (entry: OutboxEntry) => {
    if (await records.keep(entry)) kept.add(entry.key);
  };

  /** Sends what is there, one after the other, so that posts stay in the order in which they were written. */
  const run = async () => {
    if (isRunning) return;
    isRunning = true;
    try {
      for (;;) {
        const entry = store.get().find(({ state }) => state !== "failed");
        if (entry === undefined || connection.get() !== "online" || Date.now() < restsUntil) break;
        await send(entry);
      }
    } finally {
      isRunning = false;
    }
    for (const { key, state } of store.get()) if (state === "sending") patch(key, { state: "waiting" });
  };

  const rest = (milliseconds: number) => {
    restsUntil = Date.now() + milliseconds;
    setTimeout(() => void run(), milliseconds + 1);
  };

  const send = async (entry: OutboxEntry) => {
    const { key, user, draft, isUncertain, since } = entry;
    if (kept.has(key) && (await records.has(key)) === false) {
      drop(key);
      options.onSentElsewhere?.();
      return;
    }
    if (isUncertain && Date.now() - since > KEY_LIFE) {
      // The service may have the post, and would no longer know it by its key.
      return patch(key, { state: "failed", error: entry.error ?? new ApiError(0), isUncertain: false });
    }
    patch(key, { state: "sending" });
    try {
      const post = await api.create(user, { title: draft.title, body: draft.text }, key);
      await sent(key, user, draft.picture, post);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      failed(key, error);
    }
  };

  const sent = async (key: string, user: string, picture: File | undefined, post: Post) => {
    if (find(key) === undefined) {
      // Cancelled too late to be kept from the service.
      await api.remove(user, bareId(post)).catch(() => undefined);
      return;
    }
    posts.add([post]);
    drop(key);
    if (picture !== undefined && post.image === undefined) uploads.start(bareId(post), user, picture);
    await records.remove(key);
  };

  const failed = (key: string, error: ApiError) => {
    const entry = find(key);
    if (entry === undefined) return;
    if (error.status === 410) {
      // It was sent by another tab, and deleted since.
      drop(key);
      void records.remove(key);
    } else if (error.isOutage) {
      patch(key, { state: "waiting", error, isUncertain: true });
      if (!entry.isUncertain) void keep({ ...entry, isUncertain: true });
    } else if (error.status === 429) {
      patch(key, { state: "waiting", error });
      rest(1000 * (error.retryAfter ?? PATIENCE_SECONDS));
    } else {
      patch(key, { state: "failed", error });
    }
  };

  connection.subscribe(() => {
    if (connection.get() === "online") void run();
  });
  void records.list().then((entries) => {
    for (const { key } of entries) kept.add(key);
    const restored = entries.filter(({ key }) => find(key) === undefined);
    store.set([...restored.map((entry): OutboxEntry => ({ ...entry, state: "waiting" })), ...store.get()]);
    void run();
  });

  return {
    get: store.get,
    subscribe: store.subscribe,
    publish(draft) {
      const user = session.get();
      if (user === undefined) throw new Error("Nobody is logged in to publish a post.");
      const state = connection.get() === "online" ? "sending" : "waiting";
      const entry: OutboxEntry = {
        key: newIdempotencyKey(),
        user,
        draft,
        since: Date.now(),
        isUncertain: false,
        state,
      };
      store.set([...store.get(), entry]);
      drafts.clear();
      void keep(entry);
      void run();
    },
    retry(key) {
      if (find(key)?.state !== "failed") return;
      patch(key, { state: "waiting" });
      if (connection.get() === "online") void run();
      else void connection.check();
    },
    cancel(key) {
      const entry = find(key);
      if (entry === undefined) return;
      drop(key);
      void records.remove(key);
      drafts.giveBack(entry.draft);
    },
    isOnItsWay: ({ user, title, body }) =>
      store.get().some((entry) => entry.user === user && entry.draft.title === title && entry.draft.text === body),
  };
}

function withoutError({ error: _, ...entry }: OutboxEntry): OutboxEntry {
  return entry;
}
