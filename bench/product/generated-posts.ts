import { v7 as uuidv7 } from "uuid";
import { newImageKey } from "../../webservice/images/image-key";
import { feedKey, shardOf } from "../../webservice/posts/feed-shards";
import { postKey, userKey } from "../../webservice/posts/keys";

/** An item of the table, as the webservice and the label function leave it. */
export interface GeneratedPost {
  readonly uuid: string;
  readonly item: Readonly<Record<string, string | readonly string[]>>;
}

/** Who writes: few, so that each has more than a page of posts. */
export const USERS = ["ada", "grace", "katherine", "Loïc", "margaret", "Zoë", "barbara", "radia", "frances", "hedy"];

const WORDS = "light hills rain walk lake dusk first far away nobody about waited hour minute drawn photograph".split(
  " ",
);
const LABELS = ["Cat", "Animal", "Mountain", "Outdoors", "Person", "Water", "Tree", "Building"];
/** From one post to the next, in milliseconds. */
const INTERVAL_MS = 60_000;

/**
 * Posts of ten users in turn, a minute apart, the last one a minute before `end`, oldest first. Every other one has a
 * picture, its key alone: a URL is signed whether or not there is an object.
 *
 * @param feedShards over how many partitions the feed is spread.
 */
export function* generatePosts(count: number, end: number, feedShards: number): Generator<GeneratedPost> {
  for (let i = 0; i < count; i++) {
    const user = pick(USERS, i);
    const uuid = uuidv7({ msecs: end - (count - i) * INTERVAL_MS });
    // Pictures by turns among each user's posts too.
    const hasImage = (i + Math.floor(i / USERS.length)) % 2 === 0;
    const item = {
      user: userKey(user),
      id: postKey(uuid),
      title: words(i, 4),
      body: words(i * 7, 12 + (i % 24)),
      feed: feedKey(shardOf(uuid, feedShards)),
      ...(hasImage && {
        key: newImageKey(user, uuid, "holiday picture.jpg", "image/jpeg"),
        labels: Array.from({ length: 1 + (i % 5) }, (_, n) => pick(LABELS, i + n)),
      }),
    };
    yield { uuid, item };
  }
}

function words(from: number, count: number): string {
  return Array.from({ length: count }, (_, n) => pick(WORDS, from + n * (1 + (from % 5)))).join(" ");
}

function pick(list: readonly string[], number: number): string {
  return list[number % list.length] ?? "";
}
