import { bareId, type Post } from "../api/posts-api";

/** Where a user's posts are. */
export function userAddress(user: string): string {
  return `/user/${encodeURIComponent(user)}`;
}

/** Where a post has its own page. */
export function postAddress(post: Post): string {
  return `/post/${bareId(post)}`;
}

/** The feed, reduced to one label. */
export function labelAddress(label: string): string {
  return `/?${new URLSearchParams({ label })}`;
}

/**
 * Whose posts are at an address; the name as it stands there where it is no valid encoding.
 *
 * @param path of the address as the browser has it: the router's is decoded in part already.
 */
export function userAt(path: string): string {
  const part = path.split("/")[2] ?? "";
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
