import { ApiError, bareId, type Post, type PostsApi } from "../api/posts-api";
import type { PostStore } from "../posts/post-store";
import { parseJson, type TextStorage } from "../state/text-storage";
import { KEY_LIFE, type KeptEntry, type OutboxRecords } from "./outbox-records";

/** A post that was taken back though the service may have it. */
interface TakenBack extends KeptEntry {
  /** Its bare id, once that is known. */
  id?: string;
}

export interface TakeBackOptions {
  readonly api: Pick<PostsApi, "create" | "remove">;
  readonly posts: PostStore;
  readonly records: OutboxRecords;
  readonly texts: TextStorage;
}

const KEY = "postagram.cancelled";

/** Posts that were taken back when the service may have had them already, until they surely are not there. */
export function createTakeBacks({ api, posts, records, texts }: TakeBackOptions) {
  const entries = new Map<string, TakenBack>();
  /** Keys of those that the service failed at, which are left alone for a while. */
  const setAside = new Set<string>();

  // What is taken back is noted as a text too: that is written at once, also when the page is closed at that very moment.
  const noted = (): string[] => {
    const keys = parseJson(texts.get(KEY));
    return Array.isArray(keys) ? keys.filter((key) => typeof key === "string") : [];
  };
  const note = (keys: readonly string[]) =>
    keys.length === 0 ? texts.remove(KEY) : texts.set(KEY, JSON.stringify(keys));

  const withdraw = async (entry: TakenBack) => {
    // The service would no longer know the post by its key, and make another one.
    if (entry.id === undefined && Date.now() - entry.since > KEY_LIFE) return;
    const { key, user, draft } = entry;
    // The same key gives the same post, and so its id, whether or not it got there.
    entry.id ??= bareId(await api.create(user, { title: draft.title, body: draft.text }, key));
    posts.remove([entry.id]);
    await api.remove(user, entry.id);
  };

  return {
    /** Takes an entry in, also over a reload. */
    add(entry: KeptEntry): void {
      entries.set(entry.key, { ...entry });
      note([...noted(), entry.key]);
      void records.cancel(entry);
    },
    /**
     * Takes in what was kept, maybe by another tab.
     *
     * @param onTheirWay entries that are kept as being on their way: maybe one of them was taken back as its page went.
     */
    async restore(onTheirWay: readonly KeptEntry[]): Promise<void> {
      const wereTakenBack = new Set(noted());
      for (const entry of onTheirWay) {
        if (!wereTakenBack.has(entry.key) || entries.has(entry.key)) continue;
        entries.set(entry.key, entry);
        void records.cancel(entry);
      }
      for (const entry of await records.listCancelled()) if (!entries.has(entry.key)) entries.set(entry.key, entry);
    },
    /** The post that the service has made of an entry, if it was taken back. @returns whether it was. */
    learn(key: string, post: Post): boolean {
      const entry = entries.get(key);
      if (entry !== undefined) entry.id = bareId(post);
      return entry !== undefined;
    },
    has: (key: string): boolean => entries.has(key),
    next: (): TakenBack | undefined => [...entries.values()].find(({ key }) => !setAside.has(key)),
    /**
     * Has a post deleted.
     *
     * @throws {ApiError} where it has to be done later: the service cannot be had, or asks for patience.
     */
    async settle(entry: TakenBack): Promise<void> {
      try {
        await withdraw(entry);
      } catch (error) {
        if (!(error instanceof ApiError) || error.isOutage || error.status === 429) throw error;
        if (error.status >= 500) return void setAside.add(entry.key);
        // Otherwise the service never took it, or it is deleted already.
      }
      entries.delete(entry.key);
      note(noted().filter((key) => key !== entry.key));
      await records.removeCancelled(entry.key);
    },
    /** Has another look at those that the service failed at. */
    resume: () => setAside.clear(),
    all: (): readonly KeptEntry[] => [...entries.values()],
  };
}
