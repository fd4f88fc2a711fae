import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { postKey, userName } from "./keys";
import type { StoredPost } from "./post-repository";

/** A post as an item of the table. */
export interface PostItem {
  user: string;
  id: string;
  title: string;
  body: string;
  feed: string;
  key?: string;
  labels?: string[];
  /** The key under which it was written, if any. */
  idempotencyKey?: string;
}

/** The post that an item is. */
export function fromItem({ user, id, title, body, key, labels }: PostItem): StoredPost {
  return {
    user: userName(user),
    uuid: id.slice(postKey("").length),
    title,
    body,
    ...(key !== undefined && { imageKey: key }),
    ...(labels !== undefined && { labels }),
  };
}

/**
 * The post that an item is which DynamoDB sent: {@link fromItem} of what the SDK's document client would make of it,
 * without the detour, which a page takes for each of its posts.
 */
export function fromAttributes(attributes: Readonly<Record<string, AttributeValue>>): StoredPost {
  const { user, id, title, body, feed, key, labels } = attributes;
  return fromItem({
    user: user?.S ?? "",
    id: id?.S ?? "",
    title: title?.S ?? "",
    body: body?.S ?? "",
    feed: feed?.S ?? "",
    ...(key?.S !== undefined && { key: key.S }),
    ...(labels?.L !== undefined && { labels: labels.L.flatMap(({ S }) => S ?? []) }),
  });
}
