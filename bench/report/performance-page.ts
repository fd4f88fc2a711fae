import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { SectionResult } from "../section";
import { drawChart } from "./chart";
import { figureTable } from "./figure";
import { type Machine, machineLine } from "./machine";
import { replaceMarked } from "./marked-text";
import { renderMarkdown } from "./table";

const DOCS = path.resolve(__dirname, "../../docs");
const PAGE = path.join(DOCS, "performance.md");

/**
 * Writes results into docs/performance.md, at the place of that name, and their charts beside it.
 *
 * @param command what measures the same again.
 * @throws {MissingMarkerError} where the page has no such place.
 */
export function writeResults(name: string, result: SectionResult, machine: Machine, command: string): void {
  const { tables, figures, charts = [], skipped = [] } = result;
  const content = [
    machineLine(machine, command),
    ...tables.map(renderMarkdown),
    ...(figures.length > 0 ? [renderMarkdown(figureTable(figures))] : []),
    ...charts.map((chart) => `![${chart.title}](performance/${chart.name}.svg)`),
    ...skipped.map((what) => `Not measured: ${what}.`),
  ].join("\n\n");
  writeFileSync(PAGE, replaceMarked(readFileSync(PAGE, "utf8"), name, content));
  const folder = path.join(DOCS, "performance");
  mkdirSync(folder, { recursive: true });
  for (const chart of charts) writeFileSync(path.join(folder, `${chart.name}.svg`), drawChart(chart));
}
