import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { interleave } from "../../bench/load/interleave";
import { createLoad, summarize } from "../../bench/load/load";
import { PAGE_SIZE, pageCursors } from "../../bench/load/pages";
import { readFeed } from "../../bench/load/read-feed";

let server: Server | undefined;

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
}

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

describe("createLoad", () => {
  const requests = ["/a", "/b", "/c", "/d", "/e"].map((path) => ({ path }));

  it("sends the requests in turn and goes on where the round before stopped", async () => {
    const paths: string[] = [];
    const url = await serve((request, response) => {
      paths.push(request.url ?? "");
      response.end("ok");
    });
    const load = createLoad({ url, requests, connections: 1, until: { amount: 3 } });
    await load();
    await load();
    expect(paths).toEqual(["/a", "/b", "/c", "/d", "/e", "/a"]);
  });

  it("has no two connections send the same request at once", async () => {
    const open = new Set<string>();
    let clashes = 0;
    const url = await serve((request, response) => {
      const path = request.url ?? "";
      if (open.has(path)) clashes += 1;
      open.add(path);
      setImmediate(() => {
        open.delete(path);
        response.end("ok");
      });
    });
    const { requests: sent } = await createLoad({ url, requests, connections: 5, until: { amount: 200 } })();
    expect({ sent, clashes }).toEqual({ sent: 200, clashes: 0 });
  });

  it("gives every connection something to send", async () => {
    const url = await serve((_request, response) => response.end("ok"));
    const load = createLoad({ url, requests: [{ path: "/a" }], connections: 4, until: { amount: 8 } });
    await expect(load()).resolves.toMatchObject({ requests: 8 });
  });

  it("leaves out the latency of the request that opens a connection", async () => {
    const url = await serve((_request, response) => response.end("ok"));
    const result = await createLoad({ url, requests, connections: 2, until: { amount: 20 } })();
    expect(result).toMatchObject({ requests: 20, latencies: { length: 18 } });
    expect(result.perSecond).toBeGreaterThan(0);
  });

  it("fails where a request is answered with an error", async () => {
    const url = await serve((request, response) => response.writeHead(request.url === "/c" ? 500 : 200).end());
    const load = createLoad({ url, requests, connections: 1, until: { amount: 5 } });
    await expect(load()).rejects.toThrow(/1 of 5 requests .* failed: .*"500":\{"count":1\}/);
  });
});

it("summarizes rounds by their medians", () => {
  const round = (perSecond: number, latencies: number[]) => ({ requests: latencies.length, perSecond, latencies });
  expect(summarize([round(10, [1, 2, 3]), round(30, [5, 6, 7]), round(20, [2, 3, 9])])).toEqual({
    perSecond: 20,
    p50: 3,
    p99: 7,
  });
});

it("interleaves measurements, every other round backwards, and throws the first rounds away", async () => {
  const order: string[] = [];
  const measure = (name: string) => async () => order.push(name);
  const results = await interleave({ a: measure("a"), b: measure("b") }, { rounds: 2, warmUp: 1 }, () => undefined);
  expect(order.join("")).toBe("abbaab");
  expect(results).toEqual({ a: [4, 5], b: [3, 6] });
});

describe("pageCursors", () => {
  const uuids = Array.from({ length: 1_000 }, (_, i) => `post ${i}`);

  it.each(["newest", "deep", "all"] as const)("of %s pages differ, and a whole page follows each", (kind) => {
    const cursors = pageCursors(kind, uuids);
    expect(new Set(cursors).size).toBe(cursors.length);
    for (const cursor of cursors) expect(uuids.indexOf(cursor)).toBeLessThan(uuids.length - PAGE_SIZE);
  });

  it("of deep pages lie in the older half", () => {
    for (const cursor of pageCursors("deep", uuids)) expect(uuids.indexOf(cursor)).toBeGreaterThanOrEqual(500);
  });

  it("of all pages lie a page apart", () => {
    expect(pageCursors("all", uuids).slice(0, 2)).toEqual(["post 49", "post 99"]);
  });
});

describe("readFeed", () => {
  it("reads the whole feed, as slowly as it is told", async () => {
    const body = JSON.stringify(Array.from({ length: 20_000 }, () => "a post of forty characters or thereabouts"));
    const url = await serve((_request, response) => response.end(body));
    const { bytes, seconds } = await readFeed(url, body.length * 4);
    expect(bytes).toBe(body.length);
    expect(seconds).toBeGreaterThan(0.15);
  });

  it("fails where the feed breaks off", async () => {
    const url = await serve((_request, response) => response.write("[", () => response.destroy()));
    await expect(readFeed(url)).rejects.toThrow();
  });
});
