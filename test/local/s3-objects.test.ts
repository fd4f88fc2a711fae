import { readdir } from "node:fs/promises";
import { Agent } from "node:http";
import path from "node:path";
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLifecycleConfigurationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { ObjectStore } from "../../local/s3/object-store";
import { BUCKET, errorOf, S3Server } from "./s3-server";

let s3: S3Server;

beforeAll(async () => {
  s3 = await S3Server.start();
});

afterAll(() => s3.stopAndRemove());

function object(Key: string) {
  return { Bucket: BUCKET, Key };
}

/** All files and directories of the bucket, by their path. */
async function filesOnDisk(): Promise<string[]> {
  return await readdir(path.join(s3.root, "data", BUCKET), { recursive: true });
}

describe("an object", () => {
  test("comes back as it was stored", async () => {
    const body = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));
    await s3.client.send(
      new PutObjectCommand({
        ...object("stored"),
        Body: body,
        ContentType: "image/png",
        CacheControl: "max-age=60",
        Metadata: { owner: "me" },
      }),
    );
    const got = await s3.client.send(new GetObjectCommand(object("stored")));
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(body)).toBe(true);
    const head = await s3.client.send(new HeadObjectCommand(object("stored")));
    for (const answer of [got, head]) {
      expect(answer).toMatchObject({
        ContentType: "image/png",
        ContentLength: 300_000,
        CacheControl: "max-age=60",
        Metadata: { owner: "me" },
        ETag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
        LastModified: expect.any(Date),
      });
    }
  });

  test("may be empty", async () => {
    await s3.put("empty", "");
    expect(await s3.get("empty")).toBe("");
  });

  test.each([
    ["bytes=0-0", "0", "bytes 0-0/10"],
    ["bytes=2-4", "234", "bytes 2-4/10"],
    ["bytes=7-", "789", "bytes 7-9/10"],
    ["bytes=-3", "789", "bytes 7-9/10"],
    ["bytes=-99", "0123456789", "bytes 0-9/10"],
    ["bytes=5-99", "56789", "bytes 5-9/10"],
    ["bytes=0-1,3-4", "0123456789", undefined],
  ])("gives the range %s", async (Range, body, ContentRange) => {
    await s3.put("ranged", "0123456789");
    const got = await s3.client.send(new GetObjectCommand({ ...object("ranged"), Range }));
    expect(await got.Body?.transformToString()).toBe(body);
    expect(got.ContentRange).toBe(ContentRange);
  });

  test.each(["bytes=10-", "bytes=-0"])("has no range %s", async (Range) => {
    await s3.put("ranged", "0123456789");
    const get = s3.client.send(new GetObjectCommand({ ...object("ranged"), Range }));
    await expect(get).rejects.toMatchObject({ name: "InvalidRange", $metadata: { httpStatusCode: 416 } });
  });

  test("is not sent again to whoever has it", async () => {
    await s3.put("cached", "hello");
    const url = await s3.presignGet("cached");
    const etag = (await fetch(url)).headers.get("etag") ?? "";
    expect((await fetch(url, { headers: { "if-none-match": etag } })).status).toBe(304);
    expect((await fetch(url, { headers: { "if-none-match": '"another"' } })).status).toBe(200);
  });

  test("is sent with the headers that the request asks for", async () => {
    await s3.put("overridden", "hello");
    const got = await s3.client.send(
      new GetObjectCommand({ ...object("overridden"), ResponseContentType: "image/gif" }),
    );
    expect(got.ContentType).toBe("image/gif");
  });

  test("that is not there is NoSuchKey, and NotFound where no body can say so", async () => {
    await expect(s3.get("missing")).rejects.toMatchObject({ name: "NoSuchKey", $metadata: { httpStatusCode: 404 } });
    const head = s3.client.send(new HeadObjectCommand(object("missing")));
    await expect(head).rejects.toMatchObject({ name: "NotFound" });
  });

  test("is copied with its metadata, or with others", async () => {
    const source = "from/a+b é%20 #?'";
    await s3.client.send(
      new PutObjectCommand({ ...object(source), Body: "hello", ContentType: "image/png", Metadata: { owner: "me" } }),
    );
    const CopySource = `${BUCKET}/${encodeURIComponent(source)}`;
    await s3.client.send(new CopyObjectCommand({ ...object("to/same"), CopySource }));
    await s3.client.send(
      new CopyObjectCommand({
        ...object("to/other"),
        CopySource,
        MetadataDirective: "REPLACE",
        ContentType: "image/gif",
        Metadata: { owner: "you" },
      }),
    );
    const heads = await Promise.all(
      ["to/same", "to/other"].map((key) => s3.client.send(new HeadObjectCommand(object(key)))),
    );
    expect(heads).toMatchObject([
      { ContentType: "image/png", Metadata: { owner: "me" }, ContentLength: 5 },
      { ContentType: "image/gif", Metadata: { owner: "you" }, ContentLength: 5 },
    ]);
    expect(heads[0]?.ETag).toBe(heads[1]?.ETag);
  });

  test("is not copied from where there is none", async () => {
    const copy = (CopySource: string) => s3.client.send(new CopyObjectCommand({ ...object("to/nothing"), CopySource }));
    await expect(copy(`${BUCKET}/missing`)).rejects.toMatchObject({ name: "NoSuchKey" });
    await expect(copy("..%2Foutside/missing")).rejects.toMatchObject({ name: "NoSuchBucket" });
  });

  test("is deleted, and deleting it again does no harm", async () => {
    await s3.put("deleted");
    await s3.client.send(new DeleteObjectCommand(object("deleted")));
    await s3.client.send(new DeleteObjectCommand(object("deleted")));
    await expect(s3.get("deleted")).rejects.toMatchObject({ name: "NoSuchKey" });
  });

  test("survives a restart", async () => {
    const server = await S3Server.start();
    await server.put("lasting", "hello", "image/png");
    await server.stop();
    const restarted = await S3Server.start(server.root);
    expect(await restarted.get("lasting")).toBe("hello");
    await restarted.stopAndRemove();
  });
});

describe("several objects", () => {
  test("are deleted by one request, whose keys are taken as they are", async () => {
    const keys = ["007", "7", " spaced ", "a&b<c>", "1e3", "line\nfeed"];
    await Promise.all([...keys, "stays"].map((key) => s3.put(key)));
    const deleted = keys.filter((key) => key !== "7");
    const Objects = [...deleted, "never there"].map((Key) => ({ Key }));
    const result = await s3.client.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects } }));
    expect(result.Deleted).toEqual(Objects);
    expect(result.Errors ?? []).toEqual([]);
    for (const key of deleted) await expect(s3.get(key)).rejects.toMatchObject({ name: "NoSuchKey" });
    expect(await s3.get("7")).toBe("x");
    expect(await s3.get("stays")).toBe("x");
  });

  test("are deleted quietly on request", async () => {
    const Delete = { Objects: [{ Key: "any" }], Quiet: true };
    const result = await s3.client.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete }));
    expect(result.Deleted ?? []).toEqual([]);
  });

  test("leave no files or directories once they are deleted", async () => {
    const before = await filesOnDisk();
    const keys = ["user/post/1.jpg", "user/post/2.jpg", "user/other/deep/er/3.jpg", "l".repeat(1000)];
    await Promise.all(keys.map((key) => s3.put(key)));
    for (const key of keys) await s3.client.send(new DeleteObjectCommand(object(key)));
    expect(await filesOnDisk()).toEqual(before);
    expect(await s3.incomingFiles()).toEqual([]);
  });
});

describe("a key", () => {
  test("may be the beginning of another", async () => {
    await Promise.all(["p", "p/q", "p/q/r", "p%.object/x", "p._S3rver_object/x"].map((key) => s3.put(key, key)));
    await s3.client.send(new DeleteObjectCommand(object("p/q")));
    for (const key of ["p", "p/q/r", "p%.object/x", "p._S3rver_object/x"]) expect(await s3.get(key)).toBe(key);
  });

  test("is not another that only looks like it to a file system", async () => {
    const keys = ["Case", "case", "d/e", "d//e", "d/./e", "/d/e", "d/e/", "é", "e\u0301"];
    for (const key of keys) await s3.put(key, `of ${key}`);
    for (const key of keys) expect(await s3.get(key)).toBe(`of ${key}`);
  });

  test("may be as long as S3 allows, and no longer", async () => {
    for (const key of ["k".repeat(1024), "é".repeat(512), `${"😀".repeat(100)}/${"K".repeat(500)}`, "/".repeat(1024)]) {
      await s3.put(key, "long");
      expect(await s3.get(key)).toBe("long");
    }
    await expect(s3.put("k".repeat(1025))).rejects.toMatchObject({
      name: "KeyTooLongError",
      $metadata: { httpStatusCode: 400 },
    });
  });

  test("never leads out of its bucket", async () => {
    const keys = ["../../outside", "a/../../../outside", "..", ".", "../other-bucket/x", "C:\\outside", "\u0000"];
    for (const key of keys) await s3.put(key, key);
    for (const key of keys) expect(await s3.get(key)).toBe(key);
    expect((await readdir(s3.root)).toSorted()).toEqual(["data"]);
    expect((await readdir(path.join(s3.root, "data"))).filter((name) => !name.startsWith("."))).toEqual([BUCKET]);
  });

  test("whose bytes are no UTF-8 is refused", async () => {
    const response = await fetch(`${s3.origin}/${BUCKET}/%ff`);
    expect(await errorOf(response)).toEqual({ status: 400, code: "InvalidURI" });
  });
});

describe("a bucket", () => {
  test("is there from the start", async () => {
    const head = await s3.client.send(new HeadBucketCommand({ Bucket: BUCKET }));
    expect(head.BucketRegion).toBe("us-east-1");
    const { Buckets } = await s3.client.send(new ListBucketsCommand());
    expect(Buckets?.map(({ Name }) => Name)).toEqual([BUCKET]);
  });

  test("that is not there is NoSuchBucket, and NotFound where no body can say so", async () => {
    const missing = { Bucket: "missing", Key: "any" };
    await expect(s3.client.send(new GetObjectCommand(missing))).rejects.toMatchObject({ name: "NoSuchBucket" });
    await expect(s3.client.send(new PutObjectCommand({ ...missing, Body: "x" }))).rejects.toMatchObject({
      name: "NoSuchBucket",
    });
    await expect(s3.client.send(new HeadBucketCommand(missing))).rejects.toMatchObject({ name: "NotFound" });
  });

  test.each(["..", ".", "../outside", ".incoming", "a..b", "Capital", "x/y"])("is not called %j", async (name) => {
    const store = new ObjectStore(path.join(s3.root, "data"));
    expect(await store.getBucket(name)).toBeNull();
    await expect(store.putBucket(name)).rejects.toMatchObject({ code: "InvalidBucketName" });
  });

  test("is made and deleted, but not with an object in it", async () => {
    const Bucket = "another-bucket";
    await s3.client.send(new CreateBucketCommand({ Bucket }));
    await s3.client.send(new PutObjectCommand({ Bucket, Key: "a/b", Body: "x" }));
    await expect(s3.client.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({ name: "BucketNotEmpty" });
    await s3.client.send(new DeleteObjectCommand({ Bucket, Key: "a/b" }));
    await s3.client.send(new DeleteBucketCommand({ Bucket }));
    await expect(s3.client.send(new HeadBucketCommand({ Bucket }))).rejects.toMatchObject({ name: "NotFound" });
  });
});

test("what is not implemented is refused as such, and is not taken for something else", async () => {
  await s3.put("tagged", "hello");
  const notImplemented = { name: "NotImplemented", $metadata: { httpStatusCode: 501 } };
  const lifecycle = s3.client.send(new GetBucketLifecycleConfigurationCommand({ Bucket: BUCKET }));
  await expect(lifecycle).rejects.toMatchObject(notImplemented);
  const tagging = s3.client.send(new PutObjectTaggingCommand({ ...object("tagged"), Tagging: { TagSet: [] } }));
  await expect(tagging).rejects.toMatchObject(notImplemented);
  const conditional = s3.client.send(new PutObjectCommand({ ...object("tagged"), Body: "x", IfNoneMatch: "*" }));
  await expect(conditional).rejects.toMatchObject(notImplemented);
  expect(await s3.get("tagged")).toBe("hello");
});

test("after an error in the middle of a body the connection takes the next request at once", async () => {
  const requestHandler = new NodeHttpHandler({ httpAgent: new Agent({ keepAlive: true, maxSockets: 1 }) });
  const client = s3.newClient({ requestHandler });
  const limit = { abortSignal: AbortSignal.timeout(4000) }; // a connection that is stuck is cut after 5 s
  const Body = Buffer.alloc(40_000_000); // more than the buffers between the two take
  const part = new UploadPartCommand({ ...object("parts"), UploadId: "0".repeat(32), PartNumber: 1, Body });
  await expect(client.send(part, limit)).rejects.toMatchObject({ name: "NoSuchUpload" });
  await expect(client.send(new HeadBucketCommand({ Bucket: BUCKET }), limit)).resolves.toBeDefined();
});

test("it writes nothing on the terminal", async () => {
  const written = jest.spyOn(process.stdout, "write").mockReturnValue(true);
  const logged = jest.spyOn(console, "error").mockImplementation(() => {});
  await s3.put("silent");
  await expect(s3.get("missing")).rejects.toThrow();
  const calls = [...written.mock.calls, ...logged.mock.calls];
  written.mockRestore();
  logged.mockRestore();
  expect(calls).toEqual([]);
});
