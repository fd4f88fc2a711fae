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

/** A part of an address as it was before encoding; as it stands where it is no valid encoding. */
export function decodeAddressPart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
