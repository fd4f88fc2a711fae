import { ApiError } from "../../webapp/src/api/api-error";
import { createPostsApi, type Post, type PostsApi } from "../../webapp/src/api/posts-api";
import { type ConnectionStore, createConnection } from "../../webapp/src/connection/connection-store";
import { createDeletions, type DeletionStore } from "../../webapp/src/posts/deletion-store";
import { createPostStore, type PostStore } from "../../webapp/src/posts/post-store";
import { createDrafts, type DraftStore } from "../../webapp/src/publish/draft-store";
import { createOutbox, type OutboxStore } from "../../webapp/src/publish/outbox-store";
import type { PutOptions } from "../../webapp/src/publish/put-picture";
import { createUploads, type UploadStore } from "../../webapp/src/publish/upload-store";
import { createSession, type SessionStore } from "../../webapp/src/session/session-store";
import type { RecordStorage } from "../../webapp/src/state/record-storage";
import type { Store } from "../../webapp/src/state/store";
import { createTabClaims } from "../../webapp/src/state/tab-claims";
import type { TextStorage } from "../../webapp/src/state/text-storage";
import { memoryRecords, memoryTexts } from "./memory-storage";

/** The parts of the app as one page has them, without the page. */
export interface AppParts {
  readonly window: EventTarget;
  readonly session: SessionStore;
  readonly api: PostsApi;
  readonly connection: ConnectionStore;
  readonly posts: PostStore;
  readonly deletions: DeletionStore;
  readonly drafts: DraftStore;
  readonly uploads: UploadStore;
  readonly outbox: OutboxStore;
  /** The object URLs that are not revoked. */
  readonly objectUrls: ReadonlySet<string>;
  /** Ends what would go on for ever. */
  close(): void;
}

export interface AppPartsOptions {
  readonly url: string;
  readonly user?: string;
  readonly texts?: TextStorage;
  readonly tab?: TextStorage;
  readonly records?: RecordStorage;
  /** The channel to other pages; without it, this is the only one. */
  readonly channel?: string;
  readonly putPauses?: readonly number[];
  readonly put?: (url: string, file: File, options: PutOptions) => Promise<void>;
  readonly undoMilliseconds?: number;
  readonly lookLimit?: number;
}

export function appParts(options: AppPartsOptions): AppParts {
  const { url, user, texts = memoryTexts(), tab = memoryTexts(), records = memoryRecords() } = options;
  let isClosed = false;
  const window = new EventTarget();
  const session = createSession({ storage: texts, events: window });
  if (user !== undefined) session.logIn(user);
  const api: PostsApi = createPostsApi({
    baseUrl: url,
    onAnswer: () => connection.answered(),
    onOutage: (error) => connection.failed(error),
  });
  const connection: ConnectionStore = createConnection({
    probe: (storage) => (isClosed ? new Promise(() => undefined) : api.probe(storage)),
    browser: { isOnline: () => true, events: window },
    wait: { shortest: 20, longest: 100 },
  });
  const posts = createPostStore();
  const objectUrls = new Set<string>();
  const channel = options.channel === undefined ? undefined : new BroadcastChannel(options.channel);
  const uploads = createUploads({
    api,
    session,
    connection,
    posts,
    records,
    tab,
    claims: createTabClaims(() => channel ?? noChannel()),
    putPauses: options.putPauses ?? [20, 20],
    put: options.put ?? putByFetch,
    preload: async () => undefined,
    objectUrls: {
      createObjectURL(file) {
        const made = URL.createObjectURL(file);
        objectUrls.add(made);
        return made;
      },
      revokeObjectURL(made) {
        objectUrls.delete(made);
        URL.revokeObjectURL(made);
      },
    },
    watch: { first: 20, longest: 200, limit: options.lookLimit ?? 10_000 },
  });
  const deletions = createDeletions({
    api,
    session,
    connection,
    posts,
    events: window,
    texts,
    onDeleted: uploads.cancel,
    undoMilliseconds: options.undoMilliseconds ?? 6000,
  });
  const drafts = createDrafts({ texts, tab, records, session });
  const outbox = createOutbox({ api, session, connection, posts, drafts, uploads, records, texts });
  const close = () => {
    isClosed = true;
    channel?.close();
    session.logOut();
  };
  return { close, window, session, api, connection, posts, deletions, drafts, uploads, outbox, objectUrls };
}

function noChannel(): never {
  throw new Error("This page has no channel to others.");
}

/** Sends a picture as the browser's adapter does, but that it tells no progress in between. */
export async function putByFetch(url: string, file: File, { signal, onProgress }: PutOptions): Promise<void> {
  const headers = { "content-type": file.type };
  const response = await fetch(url, { method: "PUT", body: file, headers, signal }).catch((cause) => {
    throw signal.aborted ? cause : new ApiError(0, { from: "storage", cause });
  });
  if (!response.ok) throw new ApiError(response.status, { from: "storage" });
  onProgress(1);
}

/** Waits until a store holds what a test waits for. */
export function until<T, R>(store: Store<T>, probe: (value: T) => R | undefined | false, seconds = 15): Promise<R> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      end();
      reject(new Error(`It did not happen within ${seconds} s: ${JSON.stringify(store.get())}`));
    }, seconds * 1000);
    const look = () => {
      const found = probe(store.get());
      if (found === undefined || found === false) return;
      end();
      resolve(found);
    };
    const unsubscribe = store.subscribe(look);
    const end = () => {
      clearTimeout(timer);
      unsubscribe();
    };
    look();
  });
}

/** All posts that the service has of a user. */
export async function storedPosts(url: string, user: string): Promise<Post[]> {
  const response = await fetch(`${url}/posts?user=${encodeURIComponent(user)}`);
  return response.json();
}
