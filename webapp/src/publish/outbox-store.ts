import { ApiError, bareId, type Post, type PostsApi } from "../api/posts-api";
import type { ConnectionStore } from "../connection/connection-store";
import type { PostStore } from "../posts/post-store";
import type { SessionStore } from "../session/session-store";
import type { RecordStorage } from "../state/record-storage";
import { createStore, type Store } from "../state/store";
import type { TextStorage } from "../state/text-storage";
import type { DraftStore } from "./draft-store";
import { newIdempotencyKey } from "./idempotency-key";
import { KEY_LIFE, type KeptEntry, outboxRecords } from "./outbox-records";
import { createTakeBacks } from "./take-back";
import type { UploadStore } from "./upload-store";

/** A post on its way, until the service has answered that it is stored. */
export interface OutboxEntry extends KeptEntry {
  /** `waiting` goes on by itself; `failed` needs the user. */
  state: "sending" | "waiting" | "failed";
  error?: ApiError;
}

/** What became of an entry that is no more: the service has the post; or it was taken back, or deleted elsewhere since. */
export type OutboxOutcome = "sent" | "dropped";
export type OutcomeListener = (entry: OutboxEntry, outcome: OutboxOutcome) => void;

export interface OutboxStore extends Store<readonly OutboxEntry[]> {
  /**
   * Sends a post under the name of whoever is logged in, for as long as it takes.
   *
   * @throws {Error} where nobody is logged in.
   */
  publish(draft: KeptEntry["draft"]): void;
  retry(key: string): void;
  /**
   * Takes an entry out, and gives its draft back to whoever writes nothing else. Where the service may have it already,
   * it is deleted there as soon as that can be done.
   */
  cancel(key: string): void;
  /** Whether a post is one of these already, its answer being late or lost. */
  isOnItsWay(post: Post): boolean;
  /** Calls `listener` with every entry that goes, whoever wrote it, after it went. @returns what ends that. */
  subscribeOutcomes(listener: OutcomeListener): () => void;
}

export interface OutboxOptions {
  readonly api: Pick<PostsApi, "create" | "remove">;
  readonly session: SessionStore;
  readonly connection: ConnectionStore;
  readonly posts: PostStore;
  readonly drafts: DraftStore;
  readonly uploads: Pick<UploadStore, "start" | "cancel">;
  readonly records: RecordStorage;
  readonly texts: TextStorage;
  /** Told that another tab has sent a post of this one's. */
  readonly onSentElsewhere?: () => void;
}

/** How long to wait, in seconds, where the service asks for patience and does not say how much. */
const PATIENCE_SECONDS = 5;

export function createOutbox(options: OutboxOptions): OutboxStore {
  const { api, session, connection, posts, drafts, uploads } = options;
  const records = outboxRecords(options.records);
  const store = createStore<readonly OutboxEntry[]>([]);
  /** Keys of entries that are known to be kept, so that one that is gone from there was done with by another tab. */
  const kept = new Set<string>();
  const takeBacks = createTakeBacks({ api, posts, records, texts: options.texts });
  const outcomeListeners = new Set<OutcomeListener>();
  /** The key of the entry that the service is being sent, and may have from now on. */
  let inFlight: string | undefined;
  let isRunning = false;
  let restsUntil = 0;

  const find = (key: string) => store.get().find((entry) => entry.key === key);
  const patch = (key: string, change: Partial<OutboxEntry>) =>
    store.set(store.get().map((entry) => (entry.key === key ? { ...withoutError(entry), ...change } : entry)));
  const drop = (key: string, outcome: OutboxOutcome) => {
    const entry = find(key);
    if (entry === undefined) return;
    store.set(store.get().filter((other) => other !== entry));
    for (const listener of [...outcomeListeners]) listener(entry, outcome);
  };
  const keep = async (entry: KeptEntry) => {
    if (await records.keep(entry)) kept.add(entry.key);
  };

  const canSend = () => connection.get() === "online" && Date.now() >= restsUntil;

  /** Sends what is there, one after the other, so that posts stay in the order in which they were written. */
  const run = async () => {
    if (isRunning) return;
    isRunning = true;
    try {
      while (canSend()) {
        const takenBack = takeBacks.next();
        const entry = store.get().find(({ state }) => state !== "failed");
        if (takenBack !== undefined) await takeBacks.settle(takenBack).catch(postponed);
        else if (entry !== undefined) await send(entry);
        else break;
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

  const postponed = (error: unknown) => {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 429) rest(1000 * (error.retryAfter ?? PATIENCE_SECONDS));
  };

  const send = async (entry: OutboxEntry) => {
    const { key, user, draft, isUncertain, since } = entry;
    if (isUncertain && Date.now() - since > KEY_LIFE) {
      // The service may have the post, and would no longer know it by its key.
      return patch(key, { state: "failed", error: entry.error ?? new ApiError(0), isUncertain: false });
    }
    patch(key, { state: "sending" });
    // The page may end before the answer comes.
    const isThere = await records.update({ ...entry, isUncertain: true });
    if (find(key) === undefined) return;
    if (isThere === false && kept.has(key)) return doneElsewhere(key);
    inFlight = key;
    try {
      await sent(entry, await api.create(user, { title: draft.title, body: draft.text }, key));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      failed(key, error);
    } finally {
      inFlight = undefined;
    }
  };

  /** Another tab has sent an entry, and its picture too, or has taken it back. */
  const doneElsewhere = async (key: string) => {
    drop(key, "dropped");
    options.onSentElsewhere?.();
    await takeBacks.restore([]);
  };

  const sent = async ({ key, user, draft: { picture } }: OutboxEntry, post: Post) => {
    if (takeBacks.learn(key, post)) return;
    const id = bareId(post);
    const upload =
      picture !== undefined && post.image === undefined ? { id, user, file: picture, since: Date.now() } : undefined;
    const wasThere = await records.settle(key, upload);
    if (wasThere === undefined) await records.remove(key);
    if (takeBacks.learn(key, post)) return uploads.cancel(id);
    if (wasThere === false && kept.has(key)) return doneElsewhere(key);
    posts.add([post]);
    drop(key, "sent");
    if (upload !== undefined) uploads.start(id, user, upload.file);
  };

  const failed = (key: string, error: ApiError) => {
    const entry = find(key);
    if (entry === undefined) return;
    if (error.status === 410) {
      // It was sent by another tab, and deleted since.
      drop(key, "dropped");
      void records.remove(key);
      return;
    }
    // What the service refused it does not have, unless it was sent it before.
    const isUncertain = entry.isUncertain || error.status === 0 || error.status >= 500;
    if (!isUncertain) void records.update({ ...entry, isUncertain });
    const goesOn = error.isOutage || error.status === 429;
    patch(key, { state: goesOn ? "waiting" : "failed", error, isUncertain });
    postponed(error);
  };

  connection.subscribe(() => {
    if (connection.get() !== "online") return;
    takeBacks.resume();
    void run();
  });
  const restore = async () => {
    const entries = await records.list();
    await takeBacks.restore(entries);
    for (const { key } of entries) kept.add(key);
    const restored = entries.filter(({ key }) => find(key) === undefined && !takeBacks.has(key));
    store.set([...restored.map((entry): OutboxEntry => ({ ...entry, state: "waiting" })), ...store.get()]);
    await run();
  };
  void restore();

  return {
    subscribeOutcomes(listener) {
      outcomeListeners.add(listener);
      return () => void outcomeListeners.delete(listener);
    },
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
      drop(key, "dropped");
      if (entry.isUncertain || inFlight === key) {
        takeBacks.add(entry);
        void run();
      } else {
        void records.remove(key);
      }
      drafts.giveBack(entry.draft);
    },
    isOnItsWay: ({ user, title, body }) =>
      [...store.get(), ...takeBacks.all()].some(
        (entry) => entry.user === user && entry.draft.title === title && entry.draft.text === body,
      ),
  };
}

function withoutError({ error: _, ...entry }: OutboxEntry): OutboxEntry {
  return entry;
}
