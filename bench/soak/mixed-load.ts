import { setTimeout as delay } from "node:timers/promises";
import autocannon from "autocannon";
import { drawVariant, labelPicture } from "../load/label-picture";
import type { LoadRequest } from "../load/load";
import { PAGE_SIZE, pageCursors, pageRequest } from "../load/pages";
import { readFeed } from "../load/read-feed";
import { USERS } from "../product/generated-posts";

/** Requests a second, far from what the service can do: what grows then grows by itself and not in a queue. */
const RATE = 100;
const CONNECTIONS = 10;
/** From one picture to the next, and from one reading of the whole feed to the next. */
const PICTURE_INTERVAL_MS = 10_000;
const FEED_INTERVAL_MS = 30_000;

/** What the load has done when it is over. */
export interface LoadTotals {
  readonly requests: number;
  readonly failed: number;
  /** How many were answered with each status. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly pictures: number;
  readonly feeds: number;
}

/**
 * Puts a mixed load on a webservice for a time: of a hundred requests 70 are pages of the feed and ten those of one
 * user's, ten single posts, five new posts and five upload URLs; beside them pictures that are uploaded, labelled and
 * deleted, and the whole feed.
 *
 * @param uuids of the posts it holds, newest first, written by {@link USERS} in turn.
 * @param onLatency gets each request's latency, in milliseconds.
 */
export async function putMixedLoad(
  target: { url: string; uuids: readonly string[] },
  seconds: number,
  onLatency: (milliseconds: number) => void,
): Promise<LoadTotals> {
  const over = new AbortController();
  const pictures = repeat(PICTURE_INTERVAL_MS, over.signal, (round) => labelAndDelete(target.url, round));
  const feeds = repeat(FEED_INTERVAL_MS, over.signal, () => readFeed(target.url));
  const mix = mixedRequests(target.uuids);
  let connection = 0;
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const options: autocannon.Options = {
      url: target.url,
      connections: CONNECTIONS,
      overallRate: RATE,
      duration: seconds,
      setupClient: (client) => {
        const mine = connection++ % CONNECTIONS;
        client.setRequests(mix.filter((_, i) => i % CONNECTIONS === mine));
      },
    };
    const instance = autocannon(options, (error, done) => (error ? reject(error) : resolve(done)));
    instance.on("response", (_client, _status, _bytes, milliseconds) => onLatency(milliseconds));
    // Whoever fails beside the requests ends them.
    for (const beside of [pictures, feeds]) beside.catch(() => instance.stop());
  });
  over.abort();
  return {
    requests: result.requests.total,
    failed: result.errors + result.non2xx,
    statuses: Object.fromEntries(
      Object.entries(result.statusCodeStats ?? {}).map(([status, { count = 0 }]) => [status, count]),
    ),
    pictures: await pictures,
    feeds: await feeds,
  };
}

/** Requests of all kinds, well mixed, in the shares that they have of the load. */
function mixedRequests(uuids: readonly string[]): LoadRequest[] {
  const pages = pageCursors("newest", uuids).concat(pageCursors("deep", uuids)).map(pageRequest);
  // Newest first, so the users come backwards.
  const userOf = (at: number) => USERS[(uuids.length - 1 - (at % uuids.length)) % USERS.length] ?? "";
  const kinds = {
    page: (i: number) => pages[(i * 7) % pages.length] ?? {},
    userPage: (i: number) => ({ path: `/posts?user=${encodeURIComponent(userOf(i))}&limit=${PAGE_SIZE}` }),
    post: (i: number) => ({ path: `/posts/${uuids[i % uuids.length]}` }),
    write: (i: number) => ({
      method: "POST" as const,
      path: "/posts",
      headers: { authorization: userOf(i), "content-type": "application/json" },
      body: JSON.stringify({ title: "Over the hills", body: "I waited an hour for this light." }),
    }),
    uploadUrl: (i: number) => ({
      path: `/signedUrlPut?filename=cat.jpg&filetype=image%2Fjpeg&postId=${uuids[i % uuids.length]}`,
      headers: { authorization: userOf(i) },
    }),
  };
  return Array.from({ length: 1_000 }, (_, i): LoadRequest => {
    const turn = (i * 37) % 100; // 37 and 100 have no divisor in common: every turn, well mixed
    const kind = turn < 70 ? "page" : turn < 80 ? "userPage" : turn < 90 ? "post" : turn < 95 ? "write" : "uploadUrl";
    return kinds[kind](i);
  });
}

async function labelAndDelete(url: string, round: number): Promise<void> {
  const { id } = await labelPicture(url, await drawVariant(round));
  const path = `${url}/posts/${encodeURIComponent(id)}`;
  const { status } = await fetch(path, { method: "DELETE", headers: { authorization: "ada" } });
  if (status !== 200) throw new Error(`DELETE of a post was answered ${status}.`);
}

/** Does the work again and again until the signal; gives how often. */
async function repeat(
  intervalMs: number,
  signal: AbortSignal,
  work: (round: number) => Promise<unknown>,
): Promise<number> {
  let rounds = 0;
  while (!signal.aborted) {
    await work(rounds);
    rounds += 1;
    await delay(intervalMs, undefined, { signal }).catch(() => undefined);
  }
  return rounds;
}
