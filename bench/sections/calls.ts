import type { BenchContext } from "../context";
import { interleave } from "../load/interleave";
import { createLoad, type LoadRequest, summarize } from "../load/load";
import { PAGE_SIZE } from "../load/pages";
import type { FilledPostagram } from "../product/filled-postagram";
import { USERS } from "../product/generated-posts";
import { formatNumber } from "../report/table";
import type { Section } from "../section";

const CONNECTIONS = 10;
/** For the whole feed: ten at once would wait for each other rather than for anything else. */
const FEED_CONNECTIONS = 2;

/** Rates of the calls other than pages of the feed. */
export const calls: Section = {
  name: "calls",
  title: "Other calls under load",
  async run(context, report) {
    const { small } = context.sizes;
    // Two of their own, of which one grows by what is written to it.
    const postagram = await context.freshlyFilled(small, report);
    const writable = await context.freshlyFilled(small, report);
    const until = { seconds: context.choose(2, 3) };
    const measurements = Object.fromEntries(
      Object.entries(callsOf(context, postagram)).map(([name, requests]) => {
        const { url } = requests.some(({ method }) => method === "POST") ? writable : postagram;
        const connections = requests.length === 1 ? FEED_CONNECTIONS : CONNECTIONS;
        return [name, createLoad({ url, requests, connections, until })];
      }),
    );
    const rounds = await interleave(measurements, { rounds: context.choose(2, 7) }, report);
    const rows = Object.entries(rounds).map(([name, results]) => ({ name, ...summarize(results) }));
    return {
      tables: [
        {
          title: `${CONNECTIONS} connections, ${FEED_CONNECTIONS} for the whole feed, logging on`,
          columns: [
            { name: "call" },
            { name: "req/s" },
            { name: "p50, ms", digits: 1 },
            { name: "p99, ms", digits: 1 },
          ],
          rows: rows.map(({ name, perSecond, p50, p99 }) => [name, perSecond, p50, p99]),
        },
      ],
      figures: [],
      charts: [
        {
          name: "calls",
          title: "Other calls, requests a second",
          axis: "requests a second",
          kind: "bars",
          categories: rows.map(({ name }) => name),
          series: [{ name: "Postagram", values: rows.map(({ perSecond }) => perSecond) }],
        },
      ],
    };
  },
};

/** The calls by what the table names them, each with requests that differ. autocannon sends names as UTF-8. */
function callsOf({ sizes }: BenchContext, { uuids }: FilledPostagram): Record<string, LoadRequest[]> {
  const draft = { title: "Over the hills", body: "I waited an hour for this light, and it was gone in a minute." };
  return {
    "GET /posts?user=, a page of 50": USERS.map((user) => ({
      path: `/posts?user=${encodeURIComponent(user)}&limit=${PAGE_SIZE}`,
    })),
    "GET /posts/{id}": uuids.map((uuid) => ({ path: `/posts/${uuid}` })),
    "POST /posts": USERS.map((user) => ({
      method: "POST",
      path: "/posts",
      headers: { authorization: user, "content-type": "application/json" },
      body: JSON.stringify(draft),
    })),
    "GET /signedUrlPut": uuids.map((uuid, i) => ({
      path: `/signedUrlPut?filename=cat.jpg&filetype=image%2Fjpeg&postId=${uuid}`,
      // Newest first, so the users come backwards.
      headers: { authorization: USERS[(sizes.small - 1 - i) % USERS.length] },
    })),
    [`GET /posts, the whole feed of ${formatNumber(sizes.small)}`]: [{ path: "/posts" }],
  };
}
