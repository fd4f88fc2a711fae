import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { ApiError, bareId, createPostsApi, nextCursor, type PostPage, secondsOf } from "../../webapp/src/api/posts-api";
import { retryDelay, shouldRetry } from "../../webapp/src/api/retry";
import { startPostagram, type TestPostagram } from "../postagram";

let postagram: TestPostagram;
beforeAll(async () => {
  postagram = await startPostagram();
});
afterAll(() => postagram.stop());

const api = () => createPostsApi({ baseUrl: postagram.url });

/** What a promise fails with. */
function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error) => error,
  );
}

describe("the service", () => {
  it("gives a feed page by page, by the cursor in its Link header", async () => {
    const written: string[] = [];
    for (let n = 0; n < 5; n += 1)
      written.unshift((await api().create("Loïc 🐈", { title: `${n}`, body: "-" }, `key-${n}-12345`)).id);
    const pages: PostPage[] = [];
    for (let cursor: string | undefined, isFirst = true; isFirst || cursor !== undefined; isFirst = false) {
      const page: PostPage = await api().page({ user: "Loïc 🐈", limit: 2, ...(cursor !== undefined && { cursor }) });
      pages.push(page);
      cursor = page.next;
    }
    expect(pages.map(({ posts }) => posts.length)).toEqual([2, 2, 1]);
    expect(pages.flatMap(({ posts }) => posts.map(({ id }) => id))).toEqual(written);
  });

  it("says what is wrong, and that it is there", async () => {
    const outcomes: unknown[] = [];
    const watched = createPostsApi({
      baseUrl: postagram.url,
      onAnswer: () => outcomes.push("answer"),
      onOutage: (error) => outcomes.push(error.status),
    });
    const post = await watched.create("ada", { title: "-", body: "-" }, "a-key-of-ada");
    const failure = await failureOf(watched.remove("bob", bareId(post)));
    expect(failure).toBeInstanceOf(ApiError);
    expect(failure).toMatchObject({ status: 403, serverMessage: expect.stringContaining("another user's") });
    await watched.remove("ada", bareId(post));
    expect(await failureOf(watched.post(bareId(post), "ada"))).toMatchObject({ status: 404 });
    await watched.remove("ada", bareId(post));
    await watched.probe(true);
    expect(outcomes).toEqual(Array(5).fill("answer"));
  });
});

describe("no service", () => {
  async function withServer<T>(listener: RequestListener, act: (url: string) => Promise<T>): Promise<T> {
    const server = createServer(listener).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    try {
      return await act(`http://127.0.0.1:${port}`);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }
  const ask = (url: string) => failureOf(createPostsApi({ baseUrl: url, timeout: 200 }).page({ limit: 1 }));

  it.each<[string, RequestListener, number]>([
    ["breaks off", (request) => request.socket.destroy(), 0],
    ["says nothing", () => undefined, 0],
    ["breaks off in the middle", (_, response) => void response.write("[", () => response.destroy()), 0],
    ["is some other web server", (_, response) => response.end("<!doctype html>"), 0],
    ["is a load balancer without servers", (_, response) => response.writeHead(502).end("<html>"), 502],
  ])("is an outage where it %s", async (_, listener, status) => {
    const failure = await withServer(listener, ask);
    expect(failure).toMatchObject({ name: "ApiError", status, isOutage: true });
  });

  it("tells when to try again", async () => {
    const busy: RequestListener = (_, response) => response.writeHead(503, { "retry-after": "7" }).end();
    expect(await withServer(busy, ask)).toMatchObject({ status: 503, retryAfter: 7 });
  });

  it("is nothing to tell of where the caller gave up", async () => {
    const abort = new AbortController();
    const outages: unknown[] = [];
    const failure = await withServer(
      () => abort.abort(new Error("Enough.")),
      (url) =>
        failureOf(
          createPostsApi({ baseUrl: url, onOutage: (error) => outages.push(error) }).page({ limit: 1 }, abort.signal),
        ),
    );
    expect(failure).not.toBeInstanceOf(ApiError);
    expect(outages).toEqual([]);
  });
});

describe("headers", () => {
  it.each([
    ['</posts?limit=2&cursor=POST%23abc>; rel="next"', "POST#abc"],
    ['</a>; rel="prev", </posts?cursor=1>; rel="next"', "1"],
    ['</posts?cursor=1>; rel="prev"', undefined],
    [null, undefined],
  ])("%s has the next cursor %s", (link, cursor) => {
    expect(nextCursor(link)).toBe(cursor);
  });

  it.each([
    ["3", 3],
    ["0", 0],
    ["Thu, 01 Jan 1970 00:00:10 GMT", 10],
    ["soon", undefined],
    ["", undefined],
    [null, undefined],
  ])("Retry-After: %s is %s s from the epoch on", (header, seconds) => {
    expect(secondsOf(header, 0)).toBe(seconds);
  });
});

describe("another try", () => {
  it("is made for as long as the service is away, a few times where it fails, never where the call is wrong", () => {
    const tries = (status: number) => [0, 1, 2, 1000].map((failures) => shouldRetry(failures, new ApiError(status)));
    for (const status of [0, 429, 502, 503, 504]) expect(tries(status)).toEqual([true, true, true, true]);
    expect(tries(500)).toEqual([true, true, false, false]);
    for (const status of [400, 401, 403, 404, 422]) expect(tries(status)).toEqual([false, false, false, false]);
  });

  it("comes when the service wants it, else after a second and later each time", () => {
    expect(retryDelay(5, new ApiError(503, { retryAfter: 2 }))).toBe(2000);
    expect([0, 1, 2, 3, 4, 50].map((failures) => retryDelay(failures, new ApiError(0)))).toEqual([
      1000, 2000, 4000, 8000, 15_000, 15_000,
    ]);
  });
});
