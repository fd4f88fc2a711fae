import { setTimeout as delay } from "node:timers/promises";
import { openHandles, residentBytes } from "../product/process-figures";
import type { Series } from "../statistics/trend";
import { metric, parseMetrics } from "./prometheus";

const MEGABYTE = 2 ** 20;

/** What is observed, each as a series of one value a sample. */
export type Observed =
  | "webservice memory, MB"
  | "webservice handles"
  | "webservice event-loop lag p99, ms"
  | "embedded AWS memory, MB"
  | "embedded AWS handles";

export type Observations = Readonly<Record<Observed, Series>>;

/**
 * Observes the webservice, by what it tells Prometheus, and the process of the embedded AWS, until the signal.
 *
 * @param intervalMs from one sample to the next; the event loop's lag is that since the sample before.
 */
export async function observe(
  subjects: { metricsUrl: string; webservicePid: number; awsPid: number },
  intervalMs: number,
  signal: AbortSignal,
): Promise<Observations> {
  const series: Record<Observed, number[]> = {
    "webservice memory, MB": [],
    "webservice handles": [],
    "webservice event-loop lag p99, ms": [],
    "embedded AWS memory, MB": [],
    "embedded AWS handles": [],
  };
  const { metricsUrl, webservicePid, awsPid } = subjects;
  const began = performance.now();
  for (let sample = 1; !signal.aborted; sample++) {
    const response = await fetch(metricsUrl);
    const metrics = parseMetrics(await response.text());
    series["webservice memory, MB"].push(residentBytes(webservicePid) / MEGABYTE);
    series["webservice handles"].push(openHandles(webservicePid));
    series["webservice event-loop lag p99, ms"].push(metric(metrics, "nodejs_eventloop_lag_p99_seconds") * 1_000);
    series["embedded AWS memory, MB"].push(residentBytes(awsPid) / MEGABYTE);
    series["embedded AWS handles"].push(openHandles(awsPid));
    const wait = Math.max(0, began + sample * intervalMs - performance.now());
    await delay(wait, undefined, { signal }).catch(() => undefined);
  }
  return series;
}
