import { bareId, type Post } from "../api/posts-api";
import { createStore, type Store } from "../state/store";

/** What is known of posts, by bare id. */
export interface KnownPosts {
  /** Each post as it was seen last. */
  readonly latest: ReadonlyMap<string, Post>;
  /**
   * Posts that belong into feeds though no page of theirs had them: one's own, and new ones that were called for. Each
   * with the time of its adding, in epoch milliseconds.
   */
  readonly added: ReadonlyMap<string, number>;
  /** Posts that are there no more. */
  readonly removed: ReadonlySet<string>;
}

export interface PostStore extends Store<KnownPosts> {
  find(id: string): Post | undefined;
  /**
   * Takes posts in as the service has just sent them.
   *
   * @param renew whether pictures get the URLs that they have now, though those they had may be good still.
   */
  saw(posts: readonly Post[], renew?: boolean): void;
  /** Takes posts in that feeds show from now on, each in its place. */
  add(posts: readonly Post[]): void;
  /** Takes posts out of everything. */
  remove(ids: readonly string[]): void;
}

export function createPostStore(): PostStore {
  const store = createStore<KnownPosts>({ latest: new Map(), added: new Map(), removed: new Set() });

  const withLatest = (known: KnownPosts, posts: readonly Post[], renew = false): KnownPosts => {
    const changed = posts.flatMap((post): [string, Post][] => {
      const id = bareId(post);
      const before = known.latest.get(id);
      const after =
        before === undefined ? post : mergePost(before, post, renew ? Number.POSITIVE_INFINITY : Date.now());
      return after === before ? [] : [[id, after]];
    });
    return changed.length === 0 ? known : { ...known, latest: new Map([...known.latest, ...changed]) };
  };

  return {
    get: store.get,
    subscribe: store.subscribe,
    find(id) {
      const { latest, removed } = store.get();
      return removed.has(id) ? undefined : latest.get(id);
    },
    saw: (posts, renew) => store.set(withLatest(store.get(), posts, renew)),
    add(posts) {
      const known = withLatest(store.get(), posts);
      const now = Date.now();
      store.set({ ...known, added: new Map([...known.added, ...posts.map((post) => [bareId(post), now] as const)]) });
    },
    remove(ids) {
      const known = store.get();
      if (ids.every((id) => known.removed.has(id))) return;
      store.set({ ...known, removed: new Set([...known.removed, ...ids]) });
    },
  };
}

/**
 * What two answers say of a post together; the very object of the earlier one where there is no news.
 *
 * A post never loses its picture or its labels: an answer without them comes from an index that is behind. The URL of
 * the picture stays while it is good, since a browser takes another signature for another picture.
 */
export function mergePost(before: Post, after: Post, now = Date.now()): Post {
  const image = newerImage(before.image, after.image, now);
  const labels = after.labels ?? before.labels;
  if (image === before.image && sameLabels(labels, before.labels)) return before;
  return { ...after, ...(image !== undefined && { image }), ...(labels !== undefined && { labels, label: labels }) };
}

/** How long a URL has to be good for yet, in milliseconds, to be kept. */
const KEPT_MILLISECONDS = 60_000;

function newerImage(before: string | undefined, after: string | undefined, now: number): string | undefined {
  if (before === undefined || after === undefined) return after ?? before;
  const isSame = imagePath(before) === imagePath(after);
  return isSame && expiryOf(before) - now > KEPT_MILLISECONDS ? before : after;
}

/** What stays of a picture's URL however it is signed. */
export function imagePath(url: string): string {
  return url.split("?", 1)[0] ?? url;
}

/** When a presigned URL ends to be good, in epoch milliseconds; never, where it does not say. */
function expiryOf(url: string): number {
  const query = new URLSearchParams(url.slice(url.indexOf("?") + 1));
  const date = query.get("X-Amz-Date")?.match(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/);
  const seconds = query.get("X-Amz-Expires");
  if (!date || seconds === null) return Number.POSITIVE_INFINITY;
  const [year = 0, month = 1, day, hour, minute, second] = date.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) + 1000 * Number(seconds);
}

function sameLabels(one: readonly string[] | undefined, other: readonly string[] | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return one.length === other.length && one.every((label, index) => label === other[index]);
}
