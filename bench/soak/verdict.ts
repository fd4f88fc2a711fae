import type { Chart } from "../report/chart";
import type { Table } from "../report/table";
import { type Flatness, judgeFlatness, type Tolerance } from "../statistics/trend";
import type { Observations, Observed } from "./observe";

/**
 * How much higher than in its middle third a series may lie in its last one. Memory breathes with the garbage collector,
 * sockets come and go, and the lag's 99th percentile is one bad moment.
 */
const TOLERANCES: Readonly<Record<Observed, Tolerance>> = {
  "webservice memory, MB": { share: 0.05, amount: 5 },
  "webservice handles": { share: 0, amount: 5 },
  "webservice event-loop lag p99, ms": { share: 0.5, amount: 10 },
  "embedded AWS memory, MB": { share: 0.1, amount: 10 },
  "embedded AWS handles": { share: 0, amount: 10 },
};

/** What was observed, judged. */
export interface Verdict {
  readonly observed: string;
  readonly flatness: Flatness;
}

export function judge(observations: Observations): Verdict[] {
  return Object.entries(TOLERANCES).flatMap(([observed, tolerance]) => {
    const series = observations[observed as Observed];
    // Where the system does not tell how many handles there are, there is nothing to judge.
    return series.every(Number.isNaN) ? [] : [{ observed, flatness: judgeFlatness(series, tolerance) }];
  });
}

/** @param samplesAnHour how many samples make an hour. */
export function verdictTable(verdicts: readonly Verdict[], title: string, samplesAnHour: number): Table {
  return {
    title,
    columns: [
      { name: "" },
      { name: "middle third", digits: 1 },
      { name: "last third", digits: 1 },
      { name: "slope of the second half, an hour", digits: 1 },
      { name: "" },
    ],
    rows: verdicts.map(({ observed, flatness: { middle, last, slope, flat } }) => [
      observed,
      middle,
      last,
      slope * samplesAnHour,
      flat ? "flat" : "growing",
    ]),
  };
}

/** @param seconds from one sample to the next. */
export function memoryChart(observations: Observations, seconds: number): Chart {
  const series = (["webservice memory, MB", "embedded AWS memory, MB"] as const).map((name) => ({
    name: name.replace(" memory, MB", ""),
    values: observations[name],
  }));
  return {
    name: "soak",
    title: "Resident memory under mixed load",
    axis: "MB",
    kind: "lines",
    categories: (series[0]?.values ?? []).map((_, sample) => ((sample * seconds) / 60).toFixed(1)),
    categoryAxis: "minutes",
    series,
  };
}
