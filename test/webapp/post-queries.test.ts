import { bareId } from "../../webapp/src/api/posts-api";
import { createQueryClient } from "../../webapp/src/api/query-settings";
import { feedPosts } from "../../webapp/src/posts/feed-order";
import { createPostQueries, type PostQueries } from "../../webapp/src/posts/post-queries";
import { eventually, startPostagram, type TestPostagram } from "../postagram";
import { type AppParts, appParts } from "./app-parts";
import { type FlakyLine, startFlakyLine } from "./flaky-line";

let postagram: TestPostagram;
let line: FlakyLine;
let app: AppParts;
let client: ReturnType<typeof createQueryClient>;
let queries: PostQueries;
beforeAll(async () => {
  postagram = await startPostagram();
  for (let n = 0; n < 25; n += 1) await postagram.post("ada", `${n}`);
});
afterAll(() => postagram.stop());
beforeEach(async () => {
  line = await startFlakyLine(postagram.url);
  app = appParts({ url: line.url, user: "bob" });
  client = createQueryClient(app.connection);
  client.mount();
  queries = createPostQueries({ api: app.api, posts: app.posts, reader: app.session.get });
});
afterEach(async () => {
  jest.useRealTimers();
  client.clear();
  client.unmount();
  app.close();
  await line.close();
});

/** Everything but the date. */
const REAL_TIMERS = [
  "hrtime",
  "nextTick",
  "performance",
  "queueMicrotask",
  "setImmediate",
  "clearImmediate",
  "setInterval",
  "clearInterval",
  "setTimeout",
  "clearTimeout",
] as const;

it("reads a feed by pages of 20, and knows every post of them", async () => {
  const { pages } = await client.fetchInfiniteQuery({ ...queries.feed("ada"), pages: 2 });
  expect(pages.map(({ posts }) => posts.length)).toEqual([20, 5]);
  expect(pages.at(-1)?.next).toBeUndefined();
  expect(app.posts.get().latest.size).toBe(25);
});

it.each([
  ["the line is cut", "cut"],
  ["the service says 503", { status: 503 }],
] as const)("rests while %s, and goes on by itself", async (_, state) => {
  line.becomes(state);
  const reading = client.fetchInfiniteQuery(queries.feed(undefined));
  const query = () => client.getQueryState(queries.feed(undefined).queryKey);
  await eventually(async () => (query()?.fetchStatus === "paused" ? true : undefined));
  expect(query()).toMatchObject({ status: "pending", fetchFailureCount: 1 });
  const calls = line.calls.filter((call) => call === "GET /posts");
  expect(calls).toHaveLength(1);
  line.becomes("good");
  expect((await reading).pages[0]?.posts).toHaveLength(20);
});

it("lets a post that was deleted elsewhere go for good, also once newer posts fill the first page", async () => {
  const { pages } = await client.fetchInfiniteQuery(queries.feed(undefined));
  const [deleted] = pages.flatMap(({ posts }) => posts.slice(17, 18));
  if (deleted === undefined) throw new Error("There are 25 posts.");
  await postagram.call("DELETE", `/posts/${bareId(deleted)}`, { user: deleted.user });

  const look = () => client.fetchQuery({ ...queries.head(undefined), staleTime: 0 });
  const shown = () => feedPosts(pages, app.posts.get(), undefined).map(bareId);
  await look();
  expect(shown()).toContain(bareId(deleted)); // too young to be missed
  jest.useFakeTimers({ now: Date.now() + 61_000, doNotFake: [...REAL_TIMERS] });
  await look();
  expect(shown()).not.toContain(bareId(deleted));
  for (let n = 0; n < 5; n += 1) await postagram.post("carol", `${n}`);
  await look();
  expect(shown()).toHaveLength(19);
});

it("finds no post where there is none, at the first try, nor asks for what cannot be one", async () => {
  await expect(client.fetchQuery(queries.post("01932c07-20a3-7cde-8f61-95a3a8a1c6b2"))).rejects.toMatchObject({
    status: 404,
  });
  await expect(client.fetchQuery(queries.post(".."))).rejects.toMatchObject({ status: 404 });
  expect(line.calls).toEqual(["GET /posts/01932c07-20a3-7cde-8f61-95a3a8a1c6b2"]);
});
