import autocannon from "autocannon";
import { median, quantile } from "../statistics/quantiles";

export type LoadRequest = Pick<autocannon.Request, "method" | "path" | "headers" | "body">;

/** A load that can be put on a service time and again. */
export interface Load {
  readonly url: string;
  /** The requests, which are sent in this order, over and over. */
  readonly requests: readonly LoadRequest[];
  readonly connections: number;
  /** What ends it: a time, in seconds, or so many requests. */
  readonly until: { readonly seconds: number } | { readonly amount: number };
}

/** How often autocannon looks whether a load is over, in milliseconds. */
const SAMPLE_MS = 50;

/** What came of one round of a load. */
export interface LoadResult {
  readonly requests: number;
  readonly perSecond: number;
  /**
   * From the first byte of each request to the last one of its answer, in milliseconds; of each connection without the first one, before which
   * it is opened.
   */
  readonly latencies: readonly number[];
}

/** What came of all rounds. */
export interface LoadSummary {
  /** Medians of the rounds: requests a second, and latencies in milliseconds. */
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/**
 * Makes a load of autocannon that goes on in each round where it stopped in the one before.
 *
 * The connections take the requests in turn, so that no two send the same one at once where there are as many requests
 * as connections: a service could answer both by one read.
 */
export function createLoad({ url, requests, connections, until }: Load): () => Promise<LoadResult> {
  let sent = 0;
  return async () => {
    const start = sent % requests.length;
    // At least one for each connection.
    const count = Math.max(requests.length, connections);
    const rotated = Array.from({ length: count }, (_, i) => requests[(start + i) % requests.length] ?? {});
    const dealt = Array.from({ length: connections }, (_, c) => rotated.filter((_, i) => i % connections === c));
    let connection = 0;
    const result = await run({
      url,
      connections,
      ...("seconds" in until ? { duration: until.seconds } : { amount: until.amount }),
      setupClient: (client) => client.setRequests([...(dealt[connection++ % connections] ?? [])]),
    });
    sent += result.requests;
    return result;
  };
}

/** Latencies as they come: autocannon's own histogram knows whole milliseconds only. */
async function run(options: autocannon.Options): Promise<LoadResult> {
  const latencies: number[] = [];
  const connected = new Set<autocannon.Client>();
  let requests = 0;
  const began = performance.now();
  let last = began;
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const instance = autocannon({ ...options, sampleInt: SAMPLE_MS }, (error, done) =>
      error ? reject(error) : resolve(done),
    );
    instance.on("response", (client, _status, _bytes, milliseconds) => {
      requests += 1;
      if (connected.has(client)) latencies.push(milliseconds);
      else connected.add(client);
      last = performance.now();
    });
  });
  const failed = result.errors + result.non2xx;
  if (requests === 0) throw new Error(`${options.url} answered no request while the load lasted.`);
  if (failed > 0) {
    const codes = JSON.stringify(result.statusCodeStats ?? {});
    throw new Error(`${failed} of ${requests + result.errors} requests to ${options.url} failed: ${codes}`);
  }
  return { requests, perSecond: requests / ((last - began) / 1_000), latencies };
}

/** The rounds of one load in three figures. */
export function summarize(rounds: readonly LoadResult[]): LoadSummary {
  return {
    perSecond: median(rounds.map(({ perSecond }) => perSecond)),
    p50: median(rounds.map(({ latencies }) => quantile(latencies, 0.5))),
    p99: median(rounds.map(({ latencies }) => quantile(latencies, 0.99))),
  };
}
