import type { BenchContext } from "../context";
import { startFastapi } from "../fastapi/fastapi-service";
import { ensureFastapi, NoPythonError } from "../fastapi/python-environment";
import { expectSamePage } from "../fastapi/same-page";
import { interleave } from "../load/interleave";
import { createLoad, type LoadResult, type LoadSummary, summarize } from "../load/load";
import { type PageKind, pageCursors, pageRequest } from "../load/pages";
import { storeQuery } from "../load/store-query";
import type { FilledPostagram } from "../product/filled-postagram";
import type { RunningWebservice } from "../product/postagram";
import type { Figure } from "../report/figure";
import { formatNumber } from "../report/table";
import type { Section, SectionResult } from "../section";
import { median } from "../statistics/quantiles";

const CONNECTIONS = 10;

/** Pages that are asked for under load: of a feed of how many posts, and where in it. */
interface Workload {
  readonly name: string;
  readonly posts: number;
  readonly kind: PageKind;
  /** What the webservice's rate shall be over FastAPI's. */
  readonly target?: number;
}

/** Rates of pages, beside those of a plain FastAPI service on the same store. */
export const pages: Section = {
  name: "pages",
  title: "Pages under load",
  async run(context, report) {
    const workloads = workloadsOf(context);
    const python = await findPython(context, report);
    const services = new Map<number, { postagram: FilledPostagram; fastapi?: RunningWebservice }>();
    for (const posts of new Set(workloads.map((workload) => workload.posts))) {
      const postagram = await context.filled(posts, report);
      if (python.found === undefined) {
        services.set(posts, { postagram });
        continue;
      }
      const fastapi = await startFastapi(python.found, context.newFolder("fastapi"), postagram.aws);
      context.onClose(() => fastapi.stop());
      const { path = "" } = pageRequest(pageCursors("deep", postagram.uuids)[0] ?? "");
      await expectSamePage(path, postagram.url, fastapi.url);
      services.set(posts, { postagram, fastapi });
    }

    const measurements: Record<string, () => Promise<LoadResult>> = {};
    for (const { name, posts, kind } of workloads) {
      const { postagram, fastapi } = services.get(posts) ?? {};
      if (postagram === undefined) continue;
      const load = { connections: CONNECTIONS, until: { seconds: context.choose(2, 3) } };
      const { url, aws, uuids } = postagram;
      const cursors = pageCursors(kind, uuids);
      const requests = cursors.map(pageRequest);
      const queries = cursors.map((cursor) => storeQuery(aws.settings.dynamoTable, cursor));
      measurements[nameOf("Store", name)] = createLoad({ ...load, url: aws.endpoint, requests: queries });
      measurements[nameOf("Postagram", name)] = createLoad({ ...load, url, requests });
      if (fastapi) measurements[nameOf("FastAPI", name)] = createLoad({ ...load, url: fastapi.url, requests });
    }
    const rounds = await interleave(measurements, { rounds: context.choose(3, 7) }, report);
    for (const { fastapi } of services.values()) await fastapi?.stop();
    return present(workloads, rounds, python.missing);
  },
};

function nameOf(service: "Store" | "Postagram" | "FastAPI", workload: string): string {
  return `${service}, ${workload}`;
}

function workloadsOf(context: BenchContext): Workload[] {
  const { small, large } = context.sizes;
  const target = 5;
  const deep = { name: `${formatNumber(large)} posts, deep`, posts: large, kind: "deep", target } as const;
  const all = { name: `${formatNumber(large)} posts, no picture twice`, posts: large, kind: "all", target } as const;
  if (context.options.quick) return [deep, all];
  return [
    { name: `${formatNumber(small)} posts, newest`, posts: small, kind: "newest", target },
    { name: `${formatNumber(small)} posts, deep`, posts: small, kind: "deep", target },
    { name: `${formatNumber(large)} posts, newest`, posts: large, kind: "newest", target },
    deep,
    all,
  ];
}

async function findPython(
  context: BenchContext,
  report: (news: string) => void,
): Promise<{ found?: string; missing?: string }> {
  report("installing FastAPI, where it is not there yet");
  try {
    return { found: await ensureFastapi() };
  } catch (error) {
    if (context.options.requireFastapi || !(error instanceof NoPythonError)) throw error;
    return { missing: `FastAPI beside the webservice: ${error.message}` };
  }
}

function present(
  workloads: readonly Workload[],
  rounds: Readonly<Record<string, readonly LoadResult[]>>,
  missing: string | undefined,
): SectionResult {
  const results = workloads.map((workload) => {
    const ours = rounds[nameOf("Postagram", workload.name)] ?? [];
    const theirs = rounds[nameOf("FastAPI", workload.name)] ?? [];
    // Of each round by itself, since both saw the same machine only then.
    const ratio = median(theirs.map(({ perSecond }, round) => (ours[round]?.perSecond ?? Number.NaN) / perSecond));
    const store = summarize(rounds[nameOf("Store", workload.name)] ?? []);
    return { workload, ratio, store, ours: summarize(ours), theirs: summarize(theirs) };
  });
  const cells = ({ perSecond, p50, p99 }: LoadSummary) => [perSecond, p50, p99];
  const figures = results.flatMap(({ workload, ratio }): Figure[] => {
    if (workload.target === undefined || Number.isNaN(ratio)) return [];
    const name = `Pages a second over FastAPI's: ${workload.name}`;
    return [{ name, value: ratio, unit: "×", target: workload.target, bound: "at least", ratio: true }];
  });
  return {
    tables: [
      {
        title: `Pages of 50 posts with differing cursors, ${CONNECTIONS} connections, logging on`,
        columns: [
          { name: "feed, pages" },
          ...["req/s", "p50, ms", "p99, ms", "FastAPI req/s", "p50, ms", "p99, ms"].map((name, i) => ({
            name,
            digits: i % 3 === 0 ? 0 : 1,
          })),
          { name: "ratio", digits: 1 },
          { name: "store alone, req/s" },
        ],
        rows: results.map(({ workload, ours, theirs, ratio, store }) => [
          workload.name,
          ...cells(ours),
          ...cells(theirs),
          ratio,
          store.perSecond,
        ]),
      },
    ],
    figures,
    charts: [
      {
        name: "pages",
        title: "Pages of 50 posts, requests a second",
        axis: "requests a second",
        kind: "bars",
        categories: results.map(({ workload }) => workload.name),
        series: [
          { name: "the store alone", values: results.map(({ store }) => store.perSecond) },
          { name: "Postagram", values: results.map(({ ours }) => ours.perSecond) },
          ...(missing === undefined
            ? [{ name: "FastAPI + boto3", values: results.map(({ theirs }) => theirs.perSecond) }]
            : []),
        ],
      },
    ],
    ...(missing !== undefined && { skipped: [missing] }),
  };
}
