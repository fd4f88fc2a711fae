import type { Report } from "./progress";

/** What became of a stack's resources. */
export interface ApplyCounts {
  readonly added: number;
  readonly changed: number;
  readonly destroyed: number;
}

/**
 * Follows what Terraform prints: how many resources of those that it plans are done, and which it waits for.
 *
 * @returns what to hand each line to, and what became of it all so far.
 */
export function followApply(report: Report): { onLine(line: string): void; counts(): ApplyCounts } {
  const pending = new Set<string>();
  let planned = 0;
  let done = 0;
  let counts: ApplyCounts = { added: 0, changed: 0, destroyed: 0 };
  const tell = () => {
    const [waiting = ""] = pending;
    report(`${done} of ${planned} resources${waiting && `, waiting for ${waiting}`}`);
  };
  return {
    onLine(line) {
      const plan = /Plan: (\d+) to add, (\d+) to change, (\d+) to destroy/.exec(line);
      if (plan !== null) planned = plan.slice(1).reduce((sum, number) => sum + Number(number), 0);
      const result = /Resources: (?:(\d+) added, (\d+) changed, )?(\d+) destroyed/.exec(line);
      if (result !== null) {
        counts = { added: Number(result[1] ?? 0), changed: Number(result[2] ?? 0), destroyed: Number(result[3]) };
      }
      const event = /(\w+\.[\w-]+): (Creating|Modifying|Destroying|\w+ complete after)/.exec(line);
      const [, address, what] = event ?? [];
      if (address === undefined || what === undefined) return;
      if (what.endsWith("after")) {
        pending.delete(address);
        done++;
      } else pending.add(address);
      tell();
    },
    counts: () => counts,
  };
}

/** In a few words: `42 added`, `no changes`. */
export function describeCounts(counts: ApplyCounts): string {
  const parts = Object.entries(counts).filter(([, number]) => number > 0);
  return parts.length === 0 ? "no changes" : parts.map(([what, number]) => `${number} ${what}`).join(", ");
}
