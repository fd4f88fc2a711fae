/**
 * The feed's index is spread over shards, since one partition of DynamoDB takes 1,000 writes a second:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-sharding.html
 */

/** The shard, from 0 to `shards - 1`, of the post with this UUID: FNV-1a over its text, modulo `shards`. */
export function shardOf(uuid: string, shards: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < uuid.length; i++) {
    hash = Math.imul(hash ^ uuid.charCodeAt(i), 0x01000193);
  }
  return (hash >>> 0) % shards;
}

/** The index's partition key of a shard: `FEED#<shard>`. */
export function feedKey(shard: number): string {
  return `FEED#${shard}`;
}

/**
 * How many posts to ask each shard for, so that a page of `limit` seldom needs a second question: the share that falls
 * to a shard on average, and three standard deviations more.
 */
export function shardLimit(limit: number, shards: number): number {
  if (shards === 1) return limit;
  const share = limit / shards;
  return Math.min(limit, Math.ceil(share + 3 * Math.sqrt(share)));
}

/** What sorts posts: a UUID of version 7, whose text sorts by time. */
interface Sorted {
  readonly uuid: string;
}

/** Posts of one shard, newest first, read page by page. */
export interface ShardReader<T extends Sorted> {
  /** The next page; maybe empty although more follows. `undefined` at the end. */
  nextPage(): Promise<readonly T[] | undefined>;
}

/**
 * Merges shards, each newest first, into one sequence, newest first. Reads a shard's next page, side by side with the
 * others', only once its last one is used up.
 */
export async function* mergeShards<T extends Sorted>(
  readers: readonly ShardReader<T>[],
): AsyncGenerator<T[], void, void> {
  let open = readers.map((reader) => ({ reader, posts: [] as readonly T[], at: 0 }));
  for (;;) {
    await Promise.all(
      open.map(async (shard) => {
        while (shard.at === shard.posts.length) {
          const page = await shard.reader.nextPage();
          if (page === undefined) return;
          shard.posts = page;
          shard.at = 0;
        }
      }),
    );
    open = open.filter((shard) => shard.at < shard.posts.length);
    if (open.length === 0) return;
    yield takeWhileFull(open);
  }
}

/** Takes the newest of all until one shard has none left to compare with. */
function takeWhileFull<T extends Sorted>(shards: { posts: readonly T[]; at: number }[]): T[] {
  const taken: T[] = [];
  for (;;) {
    let newest: { posts: readonly T[]; at: number } | undefined;
    let post: T | undefined;
    for (const shard of shards) {
      const head = shard.posts[shard.at];
      if (head === undefined) return taken;
      if (post === undefined || head.uuid > post.uuid) {
        newest = shard;
        post = head;
      }
    }
    if (newest === undefined || post === undefined) return taken;
    taken.push(post);
    newest.at += 1;
  }
}
