import type { LoadRequest } from "./load";

/** Posts on a page. */
export const PAGE_SIZE = 50;

/** How many pages of a kind are asked for in turn. Their pictures' URLs fit into what the webservice keeps. */
const PAGES = 200;

/** Pages by where in the feed they begin. */
export type PageKind = "newest" | "deep" | "all";

/**
 * The cursors, each another post's UUID, at which pages begin.
 *
 * `newest`: after one of the 200 newest posts. `deep`: evenly over the older half. `all`: the whole feed, page by page, so
 * that no page shares a picture with another one.
 *
 * @param uuids of all posts, newest first.
 */
export function pageCursors(kind: PageKind, uuids: readonly string[]): string[] {
  if (kind === "all") return uuids.filter((_, i) => i % PAGE_SIZE === PAGE_SIZE - 1).slice(0, -1);
  const last = uuids.length - PAGE_SIZE - 1; // a whole page and the promise of one more follow
  const first = kind === "newest" ? 0 : uuids.length >> 1;
  const count = Math.min(PAGES, last - first);
  const step = kind === "newest" ? 1 : (last - first) / count;
  return Array.from({ length: count }, (_, i) => uuids[first + Math.floor(i * step)] ?? "");
}

/** The request for the page that begins after a post. */
export function pageRequest(cursor: string): LoadRequest {
  return { path: `/posts?limit=${PAGE_SIZE}&cursor=${cursor}` };
}
