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
}

/** Compares the first page of a feed with what is shown of it. */
export function newsOf(
  head: PostPage,
  feed: { pages: readonly PostPage[]; shown: readonly Post[]; known: KnownPosts },
): FeedNews {
  const { pages, shown, known } = feed;
  const isShown = new Set(shown.map(bareId));
  const last = pages.at(-1);
  const oldestLoaded = last?.next === undefined ? "" : oldestId(last.posts);
  const newestLoaded = pages[0]?.posts[0];
  return {
    fresh: head.posts.filter((post) => {
      const id = bareId(post);
      return id >= oldestLoaded && !isShown.has(id) && !known.removed.has(id);
    }),
    gap: head.next !== undefined && (newestLoaded === undefined || oldestId(head.posts) > bareId(newestLoaded)),
  };
}

/**
 * Bare ids of the posts that are there no more, which the first page of a feed tells by not having them.
 *
 * @param at when the page was asked for, in epoch milliseconds.
 * @param user whose posts the feed has; everybody's, where it is `undefined`.
 */
export function goneFrom(head: PostPage, at: number, known: KnownPosts, user: string | undefined): string[] {
  const inHead = new Set(head.posts.map(bareId));
  const oldestInHead = head.next === undefined ? "" : oldestId(head.posts);
  /** Since when a post can be expected in the page, by this browser's clock where it is known. */
  const since = (id: string) => known.added.get(id) ?? postedAt(id).getTime();
  return [...known.latest]
    .filter(([id, post]) => id >= oldestInHead && !inHead.has(id) && (user === undefined || post.user === user))
    .map(([id]) => id)
    .filter((id) => at - since(id) > INDEX_LAG);
}

function oldestId(posts: readonly Post[]): string {
  return posts.map(bareId).sort().at(0) ?? "";
}

function descending(one: string, other: string): number {
  return one < other ? 1 : one > other ? -1 : 0;
}
