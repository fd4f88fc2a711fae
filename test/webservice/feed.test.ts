import { get, type IncomingMessage } from "node:http";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { v7 as uuidv7 } from "uuid";
import type { Post } from "../../webservice/posts/post";
import { type Answer, eventually, startPostagram, type TestPostagram } from "../postagram";

const COUNT = 1_200;
const BODY = "x".repeat(6 * 1024);

let postagram: TestPostagram;
let written: Post[];

beforeAll(async () => {
  postagram = await startPostagram({ FEED_SHARDS: "4" });
  written = [];
  for (let i = 0; i < COUNT; i += 20) {
    const batch = Array.from({ length: 20 }, (_, j) => postagram.post(`user${j % 3}`, `Post ${i + j}`, BODY));
    written.push(...(await Promise.all(batch)));
  }
  written.sort((a, b) => (a.id < b.id ? 1 : -1));
}, 60_000);
afterAll(() => postagram.stop());

/** All pages from `path` on, `between` being called after each. */
async function pages(path: string, between = async () => undefined as unknown): Promise<Post[][]> {
  const all: Post[][] = [];
  for (let next: string | undefined = path; next !== undefined; ) {
    const { status, headers, body }: Answer<Post[]> = await postagram.call<Post[]>("GET", next);
    expect(status).toBe(200);
    all.push(body);
    next = /^<(.*)>; rel="next"$/.exec(headers.get("link") ?? "")?.[1];
    await between();
  }
  return all;
}

it("streams all posts, newest first, as one array", async () => {
  const { headers, body } = await postagram.call<Post[]>("GET", "/posts");
  expect(headers.get("content-type")).toContain("application/json");
  expect(headers.get("transfer-encoding")).toBe("chunked");
  expect(body).toEqual(written);
});

it("pages through all posts, newest first, without promising a page that is empty", async () => {
  const read = await pages("/posts?limit=100");
  expect(read).toHaveLength(COUNT / 100);
  expect(read.flat()).toEqual(written);
  expect((await pages("/posts?limit=7")).flat()).toEqual(written);
});

it("streams one user's posts alone", async () => {
  const own = written.filter((post) => post.user === "user1");
  expect((await postagram.call<Post[]>("GET", "/posts?user=user1")).body).toEqual(own);
  expect((await pages("/posts?user=user1&limit=50")).flat()).toEqual(own);
});

it("goes on after a cursor, also without a limit", async () => {
  const cursor = written[99]?.id ?? "";
  const { body } = await postagram.call<Post[]>("GET", `/posts?cursor=${encodeURIComponent(cursor)}`);
  expect(body).toEqual(written.slice(100));
});

it("answers HEAD without a body", async () => {
  expect(await postagram.call<string>("HEAD", "/posts")).toMatchObject({ status: 200, body: "" });
});

it("neither repeats nor skips a post while others are added at the top", async () => {
  const added: Post[] = [];
  const read = await pages("/posts?limit=100", async () => added.push(await postagram.post("late")));
  expect(read.flat()).toEqual(written);
  for (const post of added) await postagram.call("DELETE", `/posts/${encodeURIComponent(post.id)}`, { user: "late" });
});

it("finds a post of the time when there were fewer shards", async () => {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient());
  for (let feed = 0; feed < 4; feed++) {
    const uuid = uuidv7();
    const Item = { user: "USER#old", id: `POST#${uuid}`, title: "t", body: "b", feed: `FEED#${feed}` };
    await client.send(new PutCommand({ TableName: postagram.env.DYNAMO_TABLE, Item }));
    expect((await postagram.call("GET", `/posts/${uuid}`)).body).toMatchObject({ user: "old", id: Item.id });
    expect((await postagram.call("DELETE", `/posts/${uuid}`, { user: "old" })).status).toBe(200);
  }
  client.destroy();
});

it("stops reading when the client goes away", async () => {
  const before = postagram.log.length;
  const response = await new Promise<IncomingMessage>((resolve) => {
    get(`${postagram.url}/posts`, { headers: { "x-request-id": "impatient" } }, resolve);
  });
  await new Promise((resolve) => response.once("data", resolve));
  response.destroy();
  const line = await eventually(async () => postagram.log.slice(before).find(({ reqId }) => reqId === "impatient"));
  expect(line).toMatchObject({ aborted: true, statusCode: 200 });
});
