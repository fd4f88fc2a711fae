import { ApiError, type Post, type PostsApi } from "../api/posts-api";
import type { ConnectionStore } from "../connection/connection-store";
import { imagePath, type PostStore } from "../posts/post-store";
import type { SessionStore } from "../session/session-store";
import { createStore, type Store } from "../state/store";
import type { TabClaims } from "../state/tab-claims";
import { type WatchPace, watchLabels } from "./label-watch";
import type { PutOptions } from "./put-picture";
import { type KeptLook, type KeptUpload, type UploadRecordsOptions, uploadRecords } from "./upload-records";

/** A picture on its way to its post. `preview` is an object URL. */
export type Upload =
  | { state: "none" }
  /** @property progress from 0 to 1. */
  | { state: "uploading"; progress: number; preview: string }
  /** It goes on by itself once the service can be had. */
  | { state: "waiting"; preview: string }
  | { state: "failed"; error: ApiError; preview: string }
  /** The service looks at the picture. */
  | { state: "looking"; preview?: string }
  /** It takes too long. */
  | { state: "late"; preview?: string };

export interface UploadStore extends Store<ReadonlyMap<string, Upload>> {
  /** @param id bare, as everywhere here. */
  of(id: string): Upload;
  start(id: string, user: string, file: File): void;
  /** Ends whatever is under way for the post. */
  cancel(id: string): void;
  /** Sends a picture again that could not be sent, to a new URL. */
  retry(id: string): void;
  /** Looks for the picture of the post again; without an upload, asks for the post as it is now. */
  checkAgain(id: string): void;
  /** Goes on with kept uploads that no tab goes on with. It does so once by itself. */
  adopt(): Promise<void>;
}

export interface UploadOptions extends UploadRecordsOptions {
  readonly api: Pick<PostsApi, "uploadUrl" | "post">;
  readonly session: SessionStore;
  readonly connection: ConnectionStore;
  readonly posts: PostStore;
  readonly put: (url: string, file: File, options: PutOptions) => Promise<void>;
  /** Resolves when the browser has the picture, or will not have it soon. */
  readonly preload: (url: string) => Promise<unknown>;
  readonly objectUrls: Pick<typeof URL, "createObjectURL" | "revokeObjectURL">;
  /** How often the post is asked for, and how long in all, in milliseconds. @default 400 to 5000, 90000 */
  readonly claims: TabClaims;
  /** Milliseconds before each new try of what the storage did not take. @default 1000 and 3000 */
  readonly putPauses?: readonly number[];
  readonly watch?: WatchPace & { readonly limit: number };
}

const NONE: Upload = { state: "none" };
/** How long to wait, in seconds, where the service asks for patience and does not say how much. */
const PATIENCE_SECONDS = 5;

interface Job extends KeptUpload {
  readonly preview: string;
  /** Whether it is from before a reload, so that the picture may have got there already. */
  isRestored: boolean;
  /** How often the storage did not take it since the user last asked for it. */
  failures: number;
  abort: AbortController;
}

export function createUploads(options: UploadOptions): UploadStore {
  const { api, session, connection, posts, put, preload, objectUrls } = options;
  const { claims, putPauses = [1000, 3000], watch = { first: 400, longest: 5000, limit: 90_000 } } = options;
  const records = uploadRecords(options);
  const store = createStore<ReadonlyMap<string, Upload>>(new Map());
  const jobs = new Map<string, Job>();
  const watches = new Map<string, AbortController>();

  const of = (id: string) => store.get().get(id) ?? NONE;
  const show = (id: string, upload: Upload) => {
    const next = new Map(store.get());
    if (upload.state === "none") next.delete(id);
    else next.set(id, upload);
    store.set(next);
  };

  /** Ends whatever is under way for a post, and forgets it. */
  const finish = (id: string) => {
    const job = jobs.get(id);
    jobs.delete(id);
    job?.abort.abort();
    watches.get(id)?.abort();
    watches.delete(id);
    records.remove(id);
    records.removeLook(id);
    claims.release(claimOf(id));
    show(id, NONE);
    if (job !== undefined) objectUrls.revokeObjectURL(job.preview);
  };

  const begin = (upload: KeptUpload, isRestored: boolean) => {
    finish(upload.id);
    const preview = objectUrls.createObjectURL(upload.file);
    const job = { ...upload, preview, isRestored, failures: 0, abort: new AbortController() };
    jobs.set(upload.id, job);
    claims.hold(claimOf(upload.id));
    records.keep(upload);
    return run(job);
  };

  const run = async (job: Job) => {
    const { id, user, file, preview } = job;
    if (connection.get() !== "online") return show(id, { state: "waiting", preview });
    job.abort = new AbortController();
    const { signal } = job.abort;
    const onProgress = (progress: number) => {
      if (!signal.aborted) show(id, { state: "uploading", progress, preview });
    };
    onProgress(0);
    const before = posts.find(id)?.image;
    let isPutting = false;
    try {
      if (job.isRestored && (await api.post(id, user, signal)).image !== undefined) return look(id, {});
      const url = await api.uploadUrl(user, id, file, signal);
      isPutting = true;
      await put(url, file, { signal, onProgress });
    } catch (error) {
      if (!signal.aborted) await failed(job, error, isPutting);
      return;
    }
    if (!signal.aborted) look(id, before === undefined ? {} : { before: imagePath(before) });
  };

  const failed = async (job: Job, error: unknown, isPutting: boolean) => {
    const { id, preview, abort } = job;
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 404 && !isPutting) {
      posts.remove([id]);
      return finish(id);
    }
    if (error.status === 429) {
      setTimeout(() => resume(job), 1000 * (error.retryAfter ?? PATIENCE_SECONDS));
      return show(id, { state: "waiting", preview });
    }
    // The storage is another host: whether it alone failed, or the connection as a whole, the service can tell.
    const isOutage = error.isOutage && !(isPutting && (await connection.check()));
    if (abort.signal.aborted) return;
    if (isOutage) return show(id, { state: "waiting", preview });
    const pause = isPutting && (error.status === 0 || error.status >= 500) ? putPauses[job.failures++] : undefined;
    if (pause === undefined) return show(id, { state: "failed", error, preview });
    show(id, { state: "uploading", progress: 0, preview });
    setTimeout(() => {
      if (!abort.signal.aborted) void run(job);
    }, pause);
  };

  const resume = (job: Job) => {
    if (jobs.get(job.id) === job && of(job.id).state === "waiting") void run(job);
  };

  /** Waits for the service to have looked at the picture of a post. */
  const look = (id: string, { since = Date.now(), before }: Partial<KeptLook>) => {
    records.remove(id);
    records.keepLook(id, { since, ...(before !== undefined && { before }) });
    watches.get(id)?.abort();
    const abort = new AbortController();
    watches.set(id, abort);
    const preview = jobs.get(id)?.preview;
    show(id, { state: "looking", ...(preview !== undefined && { preview }) });
    const isDone = ({ labels, image }: Post) =>
      labels !== undefined && (before === undefined || (image !== undefined && imagePath(image) !== before));
    void watchLabels({
      ask: (signal) => api.post(id, session.get(), signal),
      isDone,
      isWanted: () => session.get() !== undefined,
      isOnline: () => connection.get() === "online",
      signal: abort.signal,
      deadline: since + watch.limit,
      pace: watch,
    }).then(async (end) => {
      if (end === "late") {
        if (!abort.signal.aborted) show(id, { state: "late", ...(preview !== undefined && { preview }) });
        return;
      }
      if (end === "gone") posts.remove([id]);
      if (typeof end === "object") {
        // Or else the card would be empty between the preview and the picture.
        if (end.image !== undefined) await preload(end.image);
        posts.saw([end]);
      }
      if (!abort.signal.aborted) finish(id);
    });
  };

  connection.subscribe(() => {
    if (connection.get() === "online") for (const job of [...jobs.values()]) resume(job);
  });
  session.subscribe(() => {
    if (session.get() !== undefined) return;
    for (const [id, { state }] of store.get()) if (state === "looking" || state === "late") finish(id);
  });
  if (session.get() !== undefined) for (const [id, kept] of Object.entries(records.looks())) look(id, kept);

  const adopt = async () => {
    const abandoned = (await records.list()).filter(({ id }) => !jobs.has(id));
    await Promise.all(
      abandoned.map(async (upload) => {
        if (!(await claims.claim(claimOf(upload.id)))) return;
        // Meanwhile the user may have chosen another picture, or the other tab may have come to an end with it.
        const isThere = !jobs.has(upload.id) && (await records.list()).some(({ id }) => id === upload.id);
        if (isThere && !jobs.has(upload.id)) void begin(upload, true);
        else if (!jobs.has(upload.id)) claims.release(claimOf(upload.id));
      }),
    );
  };
  void adopt();

  return {
    get: store.get,
    subscribe: store.subscribe,
    of,
    start: (id, user, file) => void begin({ id, user, file, since: Date.now() }, false),
    cancel: finish,
    adopt,
    retry(id) {
      const job = jobs.get(id);
      if (job === undefined) return;
      const { state } = of(id);
      job.failures = 0;
      if (state === "failed") void run(job);
      else if (state === "waiting") void connection.check();
    },
    checkAgain(id) {
      const { state } = of(id);
      if (state === "late") {
        const before = records.looks()[id]?.before;
        look(id, before === undefined ? {} : { before });
      } else if (state === "none") {
        api.post(id, session.get()).then(
          (post) => posts.saw([post], true),
          (error) => {
            if (error instanceof ApiError && error.status === 404) posts.remove([id]);
          },
        );
      }
    },
  };
}

/** Under which name a tab has an upload for itself. */
function claimOf(id: string): string {
  return `upload/${id}`;
}
