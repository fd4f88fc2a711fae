import { createQueryClient } from "../../webapp/src/api/query-settings";
import { createPostQueries } from "../../webapp/src/posts/post-queries";
import { eventually, startPostagram, type TestPostagram } from "../postagram";
import { type AppParts, appParts } from "./app-parts";
import { type FlakyLine, startFlakyLine } from "./flaky-line";

let postagram: TestPostagram;
let line: FlakyLine;
let app: AppParts;
beforeAll(async () => {
  postagram = await startPostagram();
  for (let n = 0; n < 25; n += 1) await postagram.post("ada", `${n}`);
});
afterAll(() => postagram.stop());
beforeEach(async () => {
  line = await startFlakyLine(postagram.url);
  app = appParts({ url: line.url, user: "bob" });
});
afterEach(async () => {
  app.close();
  await line.close();
});

function newCache() {
  const client = createQueryClient(app.connection);
  const queries = createPostQueries({ api: app.api, posts: app.posts, reader: app.session.get });
  client.mount();
  return { client, queries };
}

it("reads a feed by pages of 20, and knows every post of them", async () => {
  const { client, queries } = newCache();
  const { pages } = await client.fetchInfiniteQuery({ ...queries.feed("ada"), pages: 2 });
  expect(pages.map(({ posts }) => posts.length)).toEqual([20, 5]);
  expect(pages.at(-1)?.next).toBeUndefined();
  expect(app.posts.get().latest.size).toBe(25);
  client.unmount();
});

it.each([
  ["the line is cut", "cut"],
  ["the service says 503", { status: 503 }],
] as const)("rests while %s, and goes on by itself", async (_, state) => {
  const { client, queries } = newCache();
  line.becomes(state);
  const reading = client.fetchInfiniteQuery(queries.feed(undefined));
  const query = () => client.getQueryState(queries.feed(undefined).queryKey);
  await eventually(async () => (query()?.fetchStatus === "paused" ? true : undefined));
  expect(query()).toMatchObject({ status: "pending", fetchFailureCount: 1 });
  const calls = line.calls.filter((call) => call === "GET /posts");
  expect(calls).toHaveLength(1);
  line.becomes("good");
  expect((await reading).pages[0]?.posts).toHaveLength(20);
  client.unmount();
});

it("finds no post where there is none, at the first try, nor asks for what cannot be one", async () => {
  const { client, queries } = newCache();
  await expect(client.fetchQuery(queries.post("01932c07-20a3-7cde-8f61-95a3a8a1c6b2"))).rejects.toMatchObject({
    status: 404,
  });
  await expect(client.fetchQuery(queries.post(".."))).rejects.toMatchObject({ status: 404 });
  expect(line.calls).toEqual(["GET /posts/01932c07-20a3-7cde-8f61-95a3a8a1c6b2"]);
  client.unmount();
});
