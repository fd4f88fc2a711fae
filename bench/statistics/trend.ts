import { median } from "./quantiles";

/** A series of one figure, taken at equal distances in time. */
export type Series = readonly number[];

/**
 * The slope of a series by Theil and Sen, per sample: the median of the slopes between all pairs, which a few outliers do
 * not move. https://en.wikipedia.org/wiki/Theil%E2%80%93Sen_estimator
 *
 * @returns NaN of fewer than two samples.
 */
export function theilSenSlope(series: Series): number {
  const slopes = series.flatMap((from, i) => series.slice(i + 1).map((to, distance) => (to - from) / (distance + 1)));
  return median(slopes);
}

/** How much more than in the middle third of a series its last third may be: a share of that, and an amount. */
export interface Tolerance {
  readonly share: number;
  readonly amount: number;
}

export interface Flatness {
  /** Median of the middle third. The first is warming up. */
  readonly middle: number;
  /** Median of the last third. */
  readonly last: number;
  /** Slope over the second half, per sample. */
  readonly slope: number;
  readonly flat: boolean;
}

/**
 * Whether a series has stopped growing: the last third lies no higher than the middle third, by the tolerance; and
 * where the second half goes on as it does for as long as it lasted, it does not leave the tolerance either.
 */
export function judgeFlatness(series: Series, tolerance: Tolerance): Flatness {
  const third = Math.floor(series.length / 3);
  const middle = median(series.slice(third, 2 * third));
  const last = median(series.slice(-third));
  const half = series.slice(series.length >> 1);
  const slope = theilSenSlope(half);
  const limit = middle * tolerance.share + tolerance.amount;
  return { middle, last, slope, flat: last - middle <= limit && slope * half.length <= limit };
}
