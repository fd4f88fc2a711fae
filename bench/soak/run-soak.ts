import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { CommandError } from "../../local/command";
import { step } from "../../local/deploy/progress";
import { BenchContext } from "../context";
import { freePort } from "../product/free-port";
import { startWebservice } from "../product/postagram";
import { describeMachine } from "../report/machine";
import { writeResults } from "../report/performance-page";
import { formatNumber, renderText } from "../report/table";
import type { SectionResult } from "../section";
import { quantile } from "../statistics/quantiles";
import { type LoadTotals, putMixedLoad } from "./mixed-load";
import { observe } from "./observe";
import { judge, memoryChart, type Verdict, verdictTable } from "./verdict";

const HELP = `Usage: npm run bench:soak -- [options]

Puts a mixed load of 100 requests a second on Postagram, watches memory, open
handles and the event loop's lag, and fails where they are not flat at the end.

  --minutes N   how long                                        (10)
  --json FILE   write what was observed to a file
  --write       write table and chart into docs/performance.md
  --help
`;

/** As many samples as a long run takes; a short one takes one a second. */
const SAMPLES = 600;

/** Runs the soak test as the command line asks. */
export async function runSoak(args: readonly string[]): Promise<void> {
  const options = readArguments(args);
  if (options.help) return void process.stdout.write(HELP);
  process.once("SIGINT", () => process.exit(130));
  process.once("SIGTERM", () => process.exit(143));
  const machine = describeMachine(new Date());
  const context = new BenchContext({ quick: false, requireFastapi: false });
  try {
    const { result, verdicts, totals } = await step("Mixed load", (report) => soak(context, options.minutes, report));
    process.stdout.write(`\n${result.tables.map(renderText).join("\n")}\n`);
    const command = `npm run bench:soak${args.length > 0 ? ` -- ${args.join(" ")}` : ""}`;
    if (options.json !== undefined)
      writeFileSync(options.json, `${JSON.stringify({ machine, command, result }, null, 2)}\n`);
    if (options.write) writeResults("soak", result, machine, command);
    conclude(verdicts, totals);
  } finally {
    await context.close();
  }
}

async function soak(context: BenchContext, minutes: number, report: (news: string) => void) {
  const { aws, pid: awsPid, uuids } = await context.filled(context.sizes.small, report);
  const metricsPort = await freePort();
  const webservice = await startWebservice(context.newFolder("webservice"), aws, { METRICS_PORT: String(metricsPort) });
  context.onClose(() => webservice.stop());

  const seconds = minutes * 60;
  const interval = Math.max(1, seconds / SAMPLES);
  const latencies: number[] = [];
  const over = new AbortController();
  const began = performance.now();
  const subjects = { metricsUrl: `http://127.0.0.1:${metricsPort}/metrics`, webservicePid: webservice.pid, awsPid };
  const observing = observe(subjects, interval * 1_000, over.signal);
  observing.catch(() => undefined); // heard of below
  const totals = await putMixedLoad({ url: webservice.url, uuids }, seconds, (latency) => {
    latencies.push(latency);
    if (latencies.length % 100 === 0) report(`${((performance.now() - began) / 60_000).toFixed(1)} of ${minutes} min`);
  });
  over.abort();
  const observations = await observing;

  const verdicts = judge(observations);
  const { requests, failed, pictures, feeds } = totals;
  const [p50, p99] = [0.5, 0.99].map((share) => quantile(latencies, share).toFixed(1));
  const title =
    `${minutes} minutes: ${formatNumber(requests)} requests, ${failed} failed, p50 ${p50} ms, p99 ${p99} ms; ` +
    `${pictures} pictures labelled and deleted, ${feeds} times the whole feed`;
  const result: SectionResult = {
    tables: [verdictTable(verdicts, title, 3_600 / interval)],
    figures: [],
    charts: [memoryChart(observations, interval)],
  };
  return { result, verdicts, totals, summary: `${formatNumber(requests)} requests` };
}

/** The last line, and the exit status. */
function conclude(verdicts: readonly Verdict[], { failed, statuses }: LoadTotals): void {
  const growing = verdicts.filter(({ flatness }) => !flatness.flat).map(({ observed }) => observed);
  const trouble = [
    ...(failed > 0 ? [`${failed} requests failed (answers by status: ${JSON.stringify(statuses)})`] : []),
    ...(growing.length > 0 ? [`not flat at the end: ${growing.join("; ")}`] : []),
  ];
  if (trouble.length > 0) process.exitCode = 1;
  process.stdout.write(trouble.length > 0 ? `FAILED: ${trouble.join("; ")}.\n` : "All is flat at the end.\n");
}

function readArguments(args: readonly string[]) {
  const { minutes, json, write, help } = parse(args);
  const number = /^\d+$/.test(minutes) ? Number(minutes) : Number.NaN;
  if (!(number >= 1 && number <= 1_440)) {
    throw new CommandError(`--minutes is "${minutes}": it has to be a whole number from 1 to 1440.`);
  }
  return { minutes: number, json, write, help };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        minutes: { type: "string", default: "10" },
        json: { type: "string" },
        write: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    }).values;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${message} See npm run bench:soak -- --help.`);
  }
}
