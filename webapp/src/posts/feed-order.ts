import { bareId, type Post, type PostPage, postedAt } from "../api/posts-api";
import type { KnownPosts } from "./post-store";

/**
 * How long, in milliseconds, a post may be missing from a page that it belongs to: the feed is read from an index that
 * is behind for a moment.
 */
const INDEX_LAG = 60_000;

/**
 * The posts of a feed, newest first, none twice: those of its pages and those added since, as they are known now.
 *
 * @param user whose posts the feed has; everybody's, where it is `undefined`.
 */
export function feedPosts(pages: readonly PostPage[], known: KnownPosts, user: string | undefined): Post[] {
  const ids = new Set(pages.flatMap((page) => page.posts.map(bareId)));
  const last = pages.at(-1);
  const oldest = last?.next === undefined ? "" : oldestId(last.posts);
  for (const id of known.added.keys()) {
    const post = known.latest.get(id);
    // What is older than all that is loaded comes with its page: at the end now, it would be in the middle later.
    if (post !== undefined && id >= oldest && (user === undefined || post.user === user)) ids.add(id);
  }
  return [...ids]
    .filter((id) => !known.removed.has(id))
    .sort(descending)
    .flatMap((id) => known.latest.get(id) ?? []);
}

/** What a look at the first page of a feed tells of the feed. */
export interface FeedNews {
  /** Posts that are not shown yet though they belong among those shown, newest first. */
  readonly fresh: readonly Post[];
  /** Whether there may be more new posts than fit into the page. */
  readonly gap: boolean;
  /** Bare ids of shown posts that are there no more. */
  readonly gone: ReadonlySet<string>;
}

/**
 * Compares the first page of a feed with what is shown of it.
 *
 * @param at when the page was read, in epoch milliseconds.
 */
export function newsOf(
  head: PostPage,
  at: number,
  feed: { pages: readonly PostPage[]; shown: readonly Post[]; known: KnownPosts },
): FeedNews {
  const { pages, shown, known } = feed;
  const shownIds = shown.map(bareId);
  const isShown = new Set(shownIds);
  const inHead = new Set(head.posts.map(bareId));
  const oldestInHead = head.next === undefined ? "" : oldestId(head.posts);
  const last = pages.at(-1);
  const oldestLoaded = last?.next === undefined ? "" : oldestId(last.posts);
  const newestLoaded = pages[0]?.posts[0];
  /** Since when a post can be expected in the page, by this browser's clock where it is known. */
  const since = (id: string) => known.added.get(id) ?? postedAt(id).getTime();
  return {
    fresh: head.posts.filter((post) => {
      const id = bareId(post);
      return id >= oldestLoaded && !isShown.has(id) && !known.removed.has(id);
    }),
    gap: newestLoaded !== undefined && oldestInHead > bareId(newestLoaded),
    gone: new Set(shownIds.filter((id) => id >= oldestInHead && !inHead.has(id) && at - since(id) > INDEX_LAG)),
  };
}

function oldestId(posts: readonly Post[]): string {
  return posts.map(bareId).sort().at(0) ?? "";
}

function descending(one: string, other: string): number {
  return one < other ? 1 : one > other ? -1 : 0;
}
