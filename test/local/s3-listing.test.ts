import {
  DeleteObjectsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  paginateListObjectsV2,
} from "@aws-sdk/client-s3";
import fc from "fast-check";
import { BUCKET, S3Server } from "./s3-server";

let s3: S3Server;

beforeAll(async () => {
  s3 = await S3Server.start();
});

afterAll(() => s3.stopAndRemove());

interface Page {
  Prefix: string;
  Delimiter?: string;
  MaxKeys?: number;
  StartAfter?: string;
}

/** Keys and common prefixes of each page, in the order in which they came. */
async function pages(input: Page): Promise<string[][]> {
  const found = [];
  for await (const page of paginateListObjectsV2({ client: s3.client }, { Bucket: BUCKET, ...input })) {
    expect(page.KeyCount).toBe((page.Contents?.length ?? 0) + (page.CommonPrefixes?.length ?? 0));
    found.push([
      ...(page.Contents ?? []).map((object) => object.Key ?? ""),
      ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix ?? ""),
    ]);
  }
  return found;
}

async function putAll(keys: readonly string[]): Promise<void> {
  for (let at = 0; at < keys.length; at += 20) await Promise.all(keys.slice(at, at + 20).map((key) => s3.put(key)));
}

/** As S3 sorts: by the bytes of UTF-8. */
function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

test("more than a thousand objects come back on two pages, each once and in order", async () => {
  const keys = Array.from({ length: 1100 }, (_, index) => `many/${String(index).padStart(5, "0")}`);
  await putAll(keys);
  const found = await pages({ Prefix: "many/" });
  expect(found.map((page) => page.length)).toEqual([1000, 100]);
  expect(found.flat()).toEqual(keys);
});

test("a page tells where the next one starts and what was asked for", async () => {
  await putAll(["page/a", "page/b", "page/c"]);
  const input = { Bucket: BUCKET, Prefix: "page/", MaxKeys: 2 };
  const first = await s3.client.send(new ListObjectsV2Command(input));
  expect(first).toMatchObject({ Name: BUCKET, Prefix: "page/", MaxKeys: 2, KeyCount: 2, IsTruncated: true });
  expect(first.Contents?.[0]).toMatchObject({
    Key: "page/a",
    Size: 1,
    ETag: '"9dd4e461268c8034f5c8564e155c67a6"',
    LastModified: expect.any(Date),
    StorageClass: "STANDARD",
  });
  const last = await s3.client.send(
    new ListObjectsV2Command({ ...input, ContinuationToken: first.NextContinuationToken }),
  );
  expect(last).toMatchObject({ KeyCount: 1, IsTruncated: false, ContinuationToken: first.NextContinuationToken });
  expect(last.NextContinuationToken).toBeUndefined();
});

test("a page of no keys is empty and the last", async () => {
  const page = await s3.client.send(new ListObjectsV2Command({ Bucket: BUCKET, MaxKeys: 0 }));
  expect(page).toMatchObject({ KeyCount: 0, IsTruncated: false });
});

test.each(["", "made-up", "bm90IG9uZSBvZiBvdXJz"])("the token %j, which was never given, is refused", async (token) => {
  const list = s3.client.send(new ListObjectsV2Command({ Bucket: BUCKET, ContinuationToken: token }));
  await expect(list).rejects.toMatchObject({ name: "InvalidArgument", $metadata: { httpStatusCode: 400 } });
});

test("keys that begin alike are listed in the order of their bytes, by both versions of the call", async () => {
  const keys = ["alike/a", "alike/a b", "alike/a-b", "alike/a.b", "alike/a/x", "alike/a/y/z", "alike/a0", "alike/b"];
  await putAll(keys);
  expect((await pages({ Prefix: "alike/", MaxKeys: 1 })).flat()).toEqual(keys);

  const found: string[] = [];
  let isTruncated = true;
  while (isTruncated) {
    const input = { Bucket: BUCKET, Prefix: "alike/", MaxKeys: 3, Marker: found.at(-1) };
    const page = await s3.client.send(new ListObjectsCommand(input));
    found.push(...(page.Contents ?? []).map(({ Key }) => Key ?? ""));
    isTruncated = page.IsTruncated ?? false;
  }
  expect(found).toEqual(keys);
});

test("a delimiter rolls up what lies deeper, over pages too", async () => {
  await putAll(["roll/1", "roll/a/1", "roll/a/2", "roll/a/b/3", "roll/b/1", "roll/c"]);
  const input = { Prefix: "roll/", Delimiter: "/" };
  expect((await pages(input)).flat().toSorted()).toEqual(["roll/1", "roll/a/", "roll/b/", "roll/c"]);
  expect(await pages({ ...input, MaxKeys: 1 })).toEqual([["roll/1"], ["roll/a/"], ["roll/b/"], ["roll/c"]]);
});

test("keys can be asked for URL-encoded", async () => {
  await s3.put("encoded/a b\u0001é");
  const page = await s3.client.send(
    new ListObjectsV2Command({ Bucket: BUCKET, Prefix: "encoded/", EncodingType: "url" }),
  );
  expect(page).toMatchObject({ EncodingType: "url", Contents: [{ Key: "encoded/a+b%01%C3%A9" }] });
});

const segment = fc.oneof(
  fc.constantFrom("", "a", "b", "A", ".", "..", "a b", "a-b", "é", "😀", "\uffff", "%", "a%2fb", "x".repeat(76)),
  fc.string({ unit: "grapheme", maxLength: 80 }),
);
const oddKey = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join("/"));

test("any keys, listed in any way, are what sorting and cutting them by hand gives", async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(oddKey, { maxLength: 8 }),
      oddKey,
      fc.constantFrom(undefined, "/", "a"),
      fc.integer({ min: 1, max: 4 }),
      async (keys, after, delimiter, maxKeys) => {
        const prefix = `run-${run++}/`;
        const stored = keys.map((key) => prefix + key).sort(byBytes);
        await putAll(stored);

        const end = (key: string) => (delimiter === undefined ? -1 : key.indexOf(delimiter, prefix.length));
        const entries = stored.map((key) => (end(key) === -1 ? key : key.slice(0, end(key) + 1)));
        const expected = [...new Set(entries)].filter((entry) => byBytes(entry, prefix + after) > 0);

        const found = await pages({
          Prefix: prefix,
          MaxKeys: maxKeys,
          StartAfter: prefix + after,
          ...(delimiter && { Delimiter: delimiter }),
        });
        expect(found.flat().sort(byBytes)).toEqual(expected);
        for (const page of found.slice(0, -1)) expect(page).toHaveLength(maxKeys);
        for (const key of stored) expect(await s3.get(key)).toBe("x");
        if (stored.length > 0) {
          const Objects = stored.map((Key) => ({ Key }));
          await s3.client.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects } }));
        }
        expect((await pages({ Prefix: prefix })).flat()).toEqual([]);
      },
    ),
    { numRuns: 40 },
  );
});
