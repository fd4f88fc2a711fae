import fc from "fast-check";
import { v7 as uuidv7 } from "uuid";
import { mergeShards, type ShardReader, shardLimit, shardOf } from "../../webservice/posts/feed-shards";

interface Head {
  uuid: string;
}

/** Posts as a shard has them: newest first, some pages empty. */
function reader(uuids: string[], pageSizes: number[]): ShardReader<Head> & { pagesRead: number } {
  const newestFirst = [...uuids].sort().reverse();
  let page = 0;
  return {
    pagesRead: 0,
    async nextPage() {
      if (newestFirst.length === 0) return undefined;
      this.pagesRead += 1;
      return newestFirst.splice(0, pageSizes[page++ % pageSizes.length] ?? 1).map((uuid) => ({ uuid }));
    },
  };
}

describe("merging the shards", () => {
  it("gives every post once, newest first, however they are spread and paged", async () => {
    const spread = fc.array(fc.nat(5), { maxLength: 60 });
    const sizes = fc.array(fc.nat(4), { minLength: 1, maxLength: 4 }).filter((list) => list.some((size) => size > 0));
    await fc.assert(
      fc.asyncProperty(spread, sizes, async (shards, pageSizes) => {
        const uuids = shards.map((_, i) => i.toString().padStart(4, "0"));
        const readers = [0, 1, 2, 3, 4, 5].map((shard) =>
          reader(
            uuids.filter((_, i) => shards[i] === shard),
            pageSizes,
          ),
        );
        const merged: string[] = [];
        for await (const batch of mergeShards(readers)) merged.push(...batch.map(({ uuid }) => uuid));
        expect(merged).toEqual([...uuids].reverse());
      }),
    );
  });

  it("reads no page before it is wanted", async () => {
    const readers = [reader(["9", "8", "7"], [1]), reader(["1"], [1])];
    const merged = mergeShards(readers);
    expect((await merged.next()).value).toEqual([{ uuid: "9" }]);
    expect(readers.map(({ pagesRead }) => pagesRead)).toEqual([1, 1]);
    await merged.return();
  });

  it("fails where a shard fails", async () => {
    const failing: ShardReader<Head> = { nextPage: () => Promise.reject(new Error("gone")) };
    await expect(mergeShards([failing, reader(["1"], [1])]).next()).rejects.toThrow("gone");
  });
});

describe("sharding", () => {
  it("spreads posts evenly", () => {
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < 8_000; i++) {
      const shard = shardOf(uuidv7(), 4);
      counts[shard] = (counts[shard] ?? 0) + 1;
    }
    for (const count of counts) expect(count).toBeGreaterThan(1_700);
  });

  it("asks each shard for a page's share and some more, and one shard for no more than the page", () => {
    expect(shardLimit(50, 1)).toBe(50);
    expect(shardLimit(50, 4)).toBe(24);
    expect(shardLimit(2, 4)).toBe(2);
  });
});
