import type { Post } from "./posts-api";

const PREFIX = "POST#";
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** The bare UUID of a post, in lower case, by which the app knows it: `POST#<uuid>` becomes `<uuid>`. */
export function bareId(post: Post | string): string {
  const id = typeof post === "string" ? post : post.id;
  return (id.startsWith(PREFIX) ? id.slice(PREFIX.length) : id).toLowerCase();
}

/** Whether there could be a post with this bare id. */
export function isBareId(text: string): boolean {
  return UUID_V7.test(text);
}

/** When a post was written, which its id tells: the first 48 bits of a UUID of version 7 are milliseconds. */
export function postedAt(post: Post | string): Date {
  return new Date(Number.parseInt(bareId(post).replace("-", "").slice(0, 12), 16));
}
