import type { BenchContext } from "./context";
import type { Chart } from "./report/chart";
import type { Figure } from "./report/figure";
import type { Table } from "./report/table";

/** What a section has measured. */
export interface SectionResult {
  readonly tables: readonly Table[];
  readonly figures: readonly Figure[];
  readonly charts?: readonly Chart[];
  /** Why something was not measured. */
  readonly skipped?: readonly string[];
}

/** A part of the bench that can be run by itself: `npm run bench -- --only <name>`. */
export interface Section {
  /** Also the name of its place in docs/performance.md. */
  readonly name: string;
  readonly title: string;
  /** @param report says what is being done, for the line of progress. */
  run(context: BenchContext, report: (news: string) => void): Promise<SectionResult>;
}
