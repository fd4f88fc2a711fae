import { formatNumber, type Table } from "./table";

/** What is left of a target when it is missed by so much that CI fails: its double, or its half. */
const TOLERATED = 2;

/** A figure that has a target. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly target: number;
  /** Whether the figure shall be no more than its target, or no less. */
  readonly bound: "at most" | "at least";
  /**
   * Whether both of what it compares were measured in this run, in turn: then it says the same on another machine, more or
   * less, and CI can judge it.
   * @default false
   */
  readonly ratio?: boolean;
}

export function isMet({ value, target, bound }: Figure): boolean {
  return bound === "at most" ? value <= target : value >= target;
}

/**
 * From where on a ratio fails a check: half of what it should be at least; of what should stay near one, twice as far
 * from it as the target allows.
 */
export function failureLimit({ target, bound }: Figure): number {
  return bound === "at least" ? target / TOLERATED : 1 + (target - 1) * TOLERATED;
}

/** Whether a check fails because of this figure: a ratio that is not even within its {@link failureLimit}. */
export function failsCheck(figure: Figure): boolean {
  return figure.ratio === true && !isMet({ ...figure, target: failureLimit(figure) });
}

/** All figures against their targets. */
export function figureTable(figures: readonly Figure[]): Table {
  return {
    title: "Against the targets",
    columns: [{ name: "figure" }, { name: "measured" }, { name: "target" }, { name: "" }],
    rows: figures.map((figure) => [
      figure.name,
      withUnit(figure.value, figure.unit),
      `${figure.bound === "at most" ? "≤" : "≥"} ${withUnit(figure.target, figure.unit, true)}`,
      isMet(figure) ? "met" : "missed",
    ]),
  };
}

/** A figure that missed its target, in a few words. */
export function describeMiss({ name, value, unit, target, bound }: Figure): string {
  return `${name} is ${withUnit(value, unit)}, ${bound} ${withUnit(target, unit, true)} wanted`;
}

function withUnit(value: number, unit: string, exact = false): string {
  const number = exact ? String(value) : formatNumber(value, Math.abs(value) < 100 ? 2 : 0);
  return unit === "×" ? `${number} ×` : `${number} ${unit}`;
}
