import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { v7 as uuidv7 } from "uuid";
import type { Post } from "../../webservice/posts/post";
import { bare, type ErrorBody, eventually, fixture, startPostagram, type TestPostagram } from "../postagram";

const CAT = "filename=chelsea.jpg&filetype=image/jpeg";

interface UploadUrl {
  uploadURL: string;
  objectName: string;
}

let postagram: TestPostagram;
let s3: S3Client;
let dynamodb: DynamoDBClient;

beforeAll(async () => {
  postagram = await startPostagram();
  s3 = new S3Client({ forcePathStyle: true, requestChecksumCalculation: "WHEN_REQUIRED" });
  dynamodb = new DynamoDBClient();
});
afterAll(async () => {
  s3.destroy();
  dynamodb.destroy();
  await postagram.stop();
});

async function uploadUrl(user: string, post: Post, query = CAT): Promise<UploadUrl> {
  const path = `/signedUrlPut?${query}&postId=${bare(post)}`;
  const { status, body } = await postagram.call<UploadUrl>("GET", path, { user });
  expect(status).toBe(200);
  return body;
}

function put(url: string, body: Buffer | string, type = "image/jpeg"): Promise<Response> {
  return fetch(url, { method: "PUT", body, headers: { "content-type": type } });
}

function labelled(post: Post): Promise<Post> {
  return eventually(async () => {
    const { body } = await postagram.call("GET", `/posts/${bare(post)}`);
    return body.labels === undefined ? undefined : body;
  });
}

async function objects(prefix: string): Promise<string[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: postagram.env.BUCKET, Prefix: prefix }));
  return Contents.map(({ Key = "" }) => Key);
}

async function item(user: string, post: Post): Promise<unknown> {
  const Key = { user: { S: `USER#${user}` }, id: { S: post.id } };
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName: postagram.env.DYNAMO_TABLE, Key }));
  return Item;
}

describe("a picture's life", () => {
  it("is uploaded by presigned URL, seen by presigned URL, labelled by itself, and gone with its post", async () => {
    const post = await postagram.post("ada", "Chelsea");
    expect(post).not.toHaveProperty("image");
    expect(post).not.toHaveProperty("labels");

    const { uploadURL, objectName } = await uploadUrl("ada", post);
    expect(objectName).toMatch(new RegExp(`^ada/${bare(post)}/[0-9a-f-]{36}-chelsea\\.jpg$`));
    const picture = await fixture("chelsea.jpg");
    expect((await put(uploadURL, picture)).status).toBe(200);

    const seen = await labelled(post);
    expect(seen.labels).toContain("Cat");
    expect(seen.label).toEqual(seen.labels);
    const image = await fetch(seen.image ?? "");
    expect(image.headers.get("content-type")).toBe("image/jpeg");
    expect(Buffer.from(await image.arrayBuffer()).equals(picture)).toBe(true);
    const feed = await postagram.call<Post[]>("GET", "/posts?limit=1");
    expect(feed.body).toEqual([seen]); // the very same URL: it is kept, and so is the browser's picture

    const removed = await postagram.call("DELETE", `/posts/${bare(post)}`, { user: "ada" });
    const { image: _gone, ...rest } = seen;
    expect(removed).toMatchObject({ status: 200, body: rest });
    expect(removed.body).not.toHaveProperty("image");
    expect(await objects(`ada/${bare(post)}/`)).toEqual([]);
    expect(await item("ada", post)).toBeUndefined();
  });

  it("cannot bring a deleted post back: an upload that comes too late is removed", async () => {
    const post = await postagram.post("ada");
    const { uploadURL, objectName } = await uploadUrl("ada", post);
    await postagram.call("DELETE", `/posts/${bare(post)}`, { user: "ada" });
    expect((await put(uploadURL, await fixture("chelsea.jpg"))).status).toBe(200);
    await eventually(async () => ((await objects(objectName)).length === 0 ? true : undefined));
    expect(await item("ada", post)).toBeUndefined();
    expect((await postagram.call("GET", `/posts/${bare(post)}`)).status).toBe(404);
  });

  it("has empty labels where the file is no picture", async () => {
    const post = await postagram.post("ada");
    const { uploadURL } = await uploadUrl("ada", post);
    await put(uploadURL, "this is text");
    expect((await labelled(post)).labels).toEqual([]);
  });

  it("shows the newest of several pictures", async () => {
    const post = await postagram.post("ada");
    const first = await uploadUrl("ada", post);
    const second = await uploadUrl("ada", post, "filename=astronaut.jpg&filetype=image/jpeg");
    await put(second.uploadURL, await fixture("astronaut.jpg"));
    expect((await labelled(post)).labels).toContain("Person");
    await put(first.uploadURL, await fixture("chelsea.jpg"));
    await eventually(async () => ((await objects(first.objectName)).length === 1 ? true : undefined));
    const { body } = await postagram.call("GET", `/posts/${bare(post)}`);
    expect(body.image).toContain("astronaut.jpg");
  });
});

describe("deleting the pictures of a post", () => {
  it("removes more than a listing's thousand, and those of no other post", async () => {
    const post = await postagram.post("bulk");
    const other = await postagram.post("bulk");
    // Of a form that the label function leaves alone.
    const key = (owner: Post, i: number) => `bulk/${bare(owner)}/nested/${i}`;
    const upload = (Key: string) => s3.send(new PutObjectCommand({ Bucket: postagram.env.BUCKET, Key, Body: "x" }));
    await upload(key(other, 0));
    for (let i = 0; i < 1_050; i += 50) {
      await Promise.all(Array.from({ length: 50 }, (_, j) => upload(key(post, i + j))));
    }
    expect((await postagram.call("DELETE", `/posts/${bare(post)}`, { user: "bulk" })).status).toBe(200);
    expect(await objects(`bulk/${bare(post)}/`)).toEqual([]);
    expect(await objects(`bulk/${bare(other)}/`)).toHaveLength(1);
  }, 60_000);

  it("is finished by a repeated DELETE where the item is gone already", async () => {
    const post = await postagram.post("ada");
    await postagram.call("DELETE", `/posts/${bare(post)}`, { user: "ada" });
    const Key = `ada/${bare(post)}/nested/left-over`; // of a form that the label function leaves alone
    await s3.send(new PutObjectCommand({ Bucket: postagram.env.BUCKET, Key, Body: "x" }));
    expect((await postagram.call("DELETE", `/posts/${bare(post)}`, { user: "ada" })).status).toBe(204);
    expect(await objects(`ada/${bare(post)}/`)).toEqual([]);
  });
});

describe("GET /signedUrlPut", () => {
  it("is the same as /getSignedUrlPut", async () => {
    const post = await postagram.post("ada");
    const { status, body } = await postagram.call<UploadUrl>("GET", `/getSignedUrlPut?${CAT}&postId=${bare(post)}`, {
      user: "ada",
    });
    expect(status).toBe(200);
    expect((await put(body.uploadURL, "x")).status).toBe(200);
  });

  it.each([
    ["application/pdf", 415],
    ["image/gif", 415],
    ["", 415],
  ])("answers for the content type %j with %i", async (type, status) => {
    const post = await postagram.post("ada");
    const path = `/signedUrlPut?filename=a&filetype=${type}&postId=${bare(post)}`;
    const answer = await postagram.call<ErrorBody>("GET", path, { user: "ada" });
    expect(answer.status).toBe(status);
    expect(answer.body.message).toContain("image/jpeg");
  });

  it("answers 401 without a user, 403 for another's post, 404 for none, 400 for a missing or wrong parameter", async () => {
    const post = await postagram.post("ada");
    const status = async (query: string, user?: string) =>
      (await postagram.call("GET", `/signedUrlPut?${query}`, user === undefined ? {} : { user })).status;
    expect(await status(`${CAT}&postId=${bare(post)}`)).toBe(401);
    expect(await status(`${CAT}&postId=${bare(post)}`, "bob")).toBe(403);
    expect(await status(`${CAT}&postId=${uuidv7()}`, "ada")).toBe(404);
    expect(await status(`${CAT}&postId=nonsense`, "ada")).toBe(404);
    expect(await status(CAT, "ada")).toBe(400);
    expect(await status(`filetype=image/jpeg&postId=${bare(post)}`, "ada")).toBe(400);
    expect(await status(`${CAT}&postId=${bare(post)}&filesize=0`, "ada")).toBe(400);
    expect(await status(`${CAT}&postId=${bare(post)}&filesize=15728641`, "ada")).toBe(400);
    expect(await status(`${CAT}&postId=${bare(post)}&filesize=15728640`, "ada")).toBe(200);
  });

  it("signs the content type, and the length where it is given", async () => {
    const post = await postagram.post("ada");
    const { uploadURL } = await uploadUrl("ada", post);
    expect((await put(uploadURL, "x", "text/html")).status).toBe(403);
    const sized = await uploadUrl("ada", post, `${CAT}&filesize=3`);
    expect((await put(sized.uploadURL, "four")).status).toBe(403);
    expect((await put(sized.uploadURL, "two")).status).toBe(200);
  });

  it.each(["../../etc/passwd", "my cat.jpg", "a\"b'c.png", "x".repeat(500), "🐈🐈.jpeg", "été à la plage.JPG", ".."])(
    "makes a safe object name of %j",
    async (name) => {
      const post = await postagram.post("ada");
      const query = `filename=${encodeURIComponent(name)}&filetype=image/png`;
      const { objectName, uploadURL } = await uploadUrl("ada", post, query);
      expect(objectName).toMatch(new RegExp(`^ada/${bare(post)}/[\\w.-]{1,140}\\.png$`));
      expect((await put(uploadURL, "x", "image/png")).status).toBe(200);
      expect(await objects(objectName)).toEqual([objectName]);
    },
  );

  it("works for users whose names are not ASCII", async () => {
    const post = await postagram.post("Zoë 猫");
    const { uploadURL, objectName } = await uploadUrl("Zoë 猫", post);
    expect((await put(uploadURL, await fixture("chelsea.jpg"))).status).toBe(200);
    expect((await labelled(post)).labels).toContain("Cat");
    expect(objectName.startsWith("Zoë 猫/")).toBe(true);
    expect((await fetch((await labelled(post)).image ?? "")).status).toBe(200);
  });
});
