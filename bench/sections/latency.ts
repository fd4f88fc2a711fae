import { type BareQuery, startBareQuery } from "../load/bare-query";
import { interleave } from "../load/interleave";
import { createLoad, type LoadRequest } from "../load/load";
import { PAGE_SIZE, pageCursors, pageRequest } from "../load/pages";
import type { FilledPostagram } from "../product/filled-postagram";
import type { Figure } from "../report/figure";
import { formatNumber } from "../report/table";
import type { Section, SectionResult } from "../section";
import { median, quantile } from "../statistics/quantiles";

/** Pages that each measurement asks for in a round. */
const PAGES_A_ROUND = 50;
const WARM_UP_PAGES = 2_000;

/** Where in the feed the pages begin: its very first page, or evenly over its older half. */
const DEPTHS = ["first", "deep"] as const;
type Depth = (typeof DEPTHS)[number];

/** One service's latencies of one kind of page: a list a round, in milliseconds. */
type Rounds = readonly (readonly number[])[];

/** Latency of pages, one request at a time, beside that of the query which is behind them. */
export const latency: Section = {
  name: "latency",
  title: "One page at a time",
  async run(context, report) {
    const { small, large } = context.sizes;
    const bareQueries: BareQuery[] = [];
    const measurements: Record<string, () => Promise<readonly number[]>> = {};
    for (const posts of [small, large]) {
      const postagram = await context.filled(posts, report);
      report(`warming up, ${formatNumber(posts)} posts`);
      const bareQuery = startBareQuery(postagram.aws);
      bareQueries.push(bareQuery);
      context.onClose(async () => bareQuery.stop());
      await warmUp(postagram);
      await measureQuery(bareQuery, postagram, "deep", WARM_UP_PAGES)();
      for (const depth of DEPTHS) {
        measurements[nameOf("SDK", posts, depth)] = measureQuery(bareQuery, postagram, depth);
        measurements[nameOf("Postagram", posts, depth)] = measurePage(postagram, depth);
      }
    }
    const rounds = await interleave(measurements, { rounds: context.choose(10, 40), warmUp: 10 }, report);
    for (const bareQuery of bareQueries) bareQuery.stop();
    return present([small, large], (service, posts, depth) => rounds[nameOf(service, posts, depth)] ?? []);
  },
};

function nameOf(service: "SDK" | "Postagram", posts: number, depth: Depth): string {
  return `${service}, ${formatNumber(posts)} posts, ${depth} page`;
}

/** Until its code is compiled as well as it will be: otherwise whoever was measured before in this run is ahead. */
async function warmUp({ url, uuids }: FilledPostagram): Promise<void> {
  const requests = pageCursors("deep", uuids).map(pageRequest);
  await createLoad({ url, requests, connections: 4, until: { amount: WARM_UP_PAGES } })();
}

function measurePage({ url, uuids }: FilledPostagram, depth: Depth): () => Promise<readonly number[]> {
  const requests: LoadRequest[] =
    depth === "first" ? [{ path: `/posts?limit=${PAGE_SIZE}` }] : pageCursors("deep", uuids).map(pageRequest);
  const load = createLoad({ url, requests, connections: 1, until: { amount: PAGES_A_ROUND } });
  return async () => (await load()).latencies;
}

function measureQuery(
  bareQuery: BareQuery,
  { uuids }: FilledPostagram,
  depth: Depth,
  pages = PAGES_A_ROUND,
): () => Promise<readonly number[]> {
  const cursors = depth === "first" ? [undefined] : pageCursors("deep", uuids);
  let next = 0;
  return () => bareQuery.measure(Array.from({ length: pages }, () => cursors[next++ % cursors.length]));
}

type RoundsOf = (service: "SDK" | "Postagram", posts: number, depth: Depth) => Rounds;

function present(sizes: readonly [number, number], roundsOf: RoundsOf): SectionResult {
  const [small, large] = sizes;
  const p50s = (rounds: Rounds) => rounds.map((latencies) => quantile(latencies, 0.5));
  const rows = sizes.flatMap((posts) =>
    DEPTHS.map((depth) => {
      const [query, page] = [roundsOf("SDK", posts, depth), roundsOf("Postagram", posts, depth)];
      const [queryP50, pageP50] = [p50s(query), p50s(page)];
      return {
        name: `${formatNumber(posts)} posts, ${depth} page`,
        posts,
        depth,
        queryP50: median(queryP50),
        queryP99: quantile(query.flat(), 0.99),
        pageP50: median(pageP50),
        pageP99: quantile(page.flat(), 0.99),
        // Of each round by itself, since both saw the same machine only then.
        added: median(pageP50.map((value, round) => value - (queryP50[round] ?? Number.NaN))),
        overQuery: median(pageP50.map((value, round) => value / (queryP50[round] ?? Number.NaN))),
      };
    }),
  );
  const growth = (service: "SDK" | "Postagram", depth: Depth) => {
    const before = p50s(roundsOf(service, small, depth));
    return median(p50s(roundsOf(service, large, depth)).map((value, round) => value / (before[round] ?? Number.NaN)));
  };
  const ofLarge = rows.filter(({ posts }) => posts === large);
  return {
    tables: [
      {
        title: "Pages of 50 posts, one request at a time",
        columns: [
          { name: "feed, page" },
          { name: "bare SDK query p50, ms", digits: 2 },
          { name: "p99, ms", digits: 2 },
          { name: "Postagram p50, ms", digits: 2 },
          { name: "p99, ms", digits: 2 },
          { name: "added at p50, ms", digits: 2 },
        ],
        rows: rows.map((row) => [row.name, row.queryP50, row.queryP99, row.pageP50, row.pageP99, row.added]),
      },
      {
        title: `p50 with ${formatNumber(large)} posts stored over that with ${formatNumber(small)}`,
        columns: [{ name: "page" }, { name: "bare SDK query", digits: 2 }, { name: "Postagram", digits: 2 }],
        rows: DEPTHS.map((depth) => [depth, growth("SDK", depth), growth("Postagram", depth)]),
      },
    ],
    figures: [
      ...ofLarge.map(({ depth, added }): Figure => {
        return { name: `Added to a query's p50, ${depth} page`, value: added, unit: "ms", target: 1, bound: "at most" };
      }),
      ...ofLarge.map(({ depth, overQuery }): Figure => {
        const name = `Page's p50 over the query's, ${depth} page`;
        return { name, value: overQuery, unit: "×", target: 1.5, bound: "at most", ratio: true };
      }),
      ...DEPTHS.map((depth): Figure => {
        const name = `p50 with ${formatNumber(large)} posts over ${formatNumber(small)}, ${depth} page`;
        return { name, value: growth("Postagram", depth), unit: "×", target: 1.15, bound: "at most", ratio: true };
      }),
    ],
    charts: [
      {
        name: "latency",
        title: "A page of 50 posts, one request at a time, p50",
        axis: "milliseconds",
        kind: "bars",
        categories: rows.map(({ name }) => name),
        series: [
          { name: "Bare SDK query", values: rows.map(({ queryP50 }) => queryP50) },
          { name: "Postagram", values: rows.map(({ pageP50 }) => pageP50) },
        ],
      },
    ],
  };
}
