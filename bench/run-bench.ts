import { writeFileSync } from "node:fs";
import { step } from "../local/deploy/progress";
import { type BenchArguments, readArguments } from "./arguments";
import { BenchContext } from "./context";
import { describeMiss, failsCheck, failureLimit, figureTable, isMet } from "./report/figure";
import { describeMachine } from "./report/machine";
import { writeResults } from "./report/performance-page";
import { renderText } from "./report/table";
import type { Section, SectionResult } from "./section";
import { CHECKED, SECTIONS } from "./sections/sections";

const HELP = `Usage: npm run bench -- [options]

Measures Postagram as npm start runs it, with data and ports of its own, and
prints tables. The whole takes about half an hour on a machine that does nothing
else.

  --only NAME        some sections alone, with commas between them:
                     ${SECTIONS.map(({ name }) => name)
                       .join(", ")
                       .replace(" labels", "\n                     labels")}
  --quick            fewer and shorter rounds
  --check            fail where a ratio of two figures of this run is off by more
                     than twice its target; measures ${CHECKED.join(" and ")} alone,
                     unless --only says otherwise
  --require-fastapi  fail where Python cannot run the FastAPI service beside it
  --json FILE        write all results to a file
  --write            write tables and charts into docs/performance.md
  --help
`;

/** What was measured, by the name of its section. */
type Results = Record<string, SectionResult>;

/** Runs the bench as the command line asks. */
export async function runBench(args: readonly string[]): Promise<void> {
  const options = readArguments(
    args,
    SECTIONS.map(({ name }) => name),
  );
  if (options.help) return void process.stdout.write(HELP);
  const machine = describeMachine(new Date());
  process.stdout.write(`${machine.cores} × ${machine.cpu}, ${machine.system}, Node ${machine.node}\n\n`);

  // The services that were started end with this process, also when it is told to end.
  process.once("SIGINT", () => process.exit(130));
  process.once("SIGTERM", () => process.exit(143));
  const context = new BenchContext(options);
  const results: Results = {};
  try {
    for (const section of sectionsOf(options)) {
      results[section.name] = await runSection(section, context);
    }
  } finally {
    await context.close();
  }
  show(results);
  const command = `npm run bench${args.length > 0 ? ` -- ${args.join(" ")}` : ""}`;
  if (options.json !== undefined)
    writeFileSync(options.json, `${JSON.stringify({ machine, command, results }, null, 2)}\n`);
  if (options.write) {
    for (const [name, result] of Object.entries(results)) writeResults(name, result, machine, command);
  }
  conclude(results, options.check);
}

function sectionsOf({ only, check }: BenchArguments): Section[] {
  const wanted = only.length === 0 && check ? CHECKED : only;
  return SECTIONS.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
}

async function runSection(section: Section, context: BenchContext): Promise<SectionResult> {
  const { result } = await step(section.title, async (report) => {
    const result = await section.run(context, report);
    const figures = result.figures.length;
    const met = result.figures.filter(isMet).length;
    const outcome = figures > 0 ? `${met} of ${figures} targets met` : "measured";
    return { result, summary: result.skipped === undefined ? outcome : `${outcome}, not all measured` };
  });
  return result;
}

function show(results: Results): void {
  const all = Object.values(results);
  const tables = all.flatMap(({ tables }) => tables);
  const figures = all.flatMap(({ figures }) => figures);
  const texts = [...tables, ...(figures.length > 0 ? [figureTable(figures)] : [])].map(renderText);
  const skipped = all.flatMap((result) => result.skipped ?? []).map((what) => `Not measured: ${what}.\n`);
  process.stdout.write(`\n${[...texts, ...skipped].join("\n")}\n`);
}

/** The last line; a check that fails also sets the exit status. */
function conclude(results: Results, check: boolean): void {
  const figures = Object.values(results).flatMap((result) => result.figures);
  const missed = figures.filter((figure) => !isMet(figure));
  const failed = check ? figures.filter(failsCheck) : [];
  if (failed.length > 0) {
    process.exitCode = 1;
    const limits = failed.map((figure) => `${describeMiss(figure)} and ${failureLimit(figure).toFixed(2)} tolerated`);
    process.stdout.write(`FAILED: ${limits.join("; ")}.\n`);
  } else if (missed.length > 0) {
    process.stdout.write(
      `${missed.length} of ${figures.length} targets missed: ${missed.map(describeMiss).join("; ")}.\n`,
    );
  } else {
    process.stdout.write(`All ${figures.length} targets met.\n`);
  }
}
