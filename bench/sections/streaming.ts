import type { BenchContext } from "../context";
import { createLoad } from "../load/load";
import { pageCursors, pageRequest } from "../load/pages";
import { type FeedReading, readFeed } from "../load/read-feed";
import { type RunningWebservice, startWebservice } from "../product/postagram";
import { residentBytes } from "../product/process-figures";
import { formatNumber } from "../report/table";
import type { Section, SectionResult } from "../section";

const SAMPLE_MS = 100;
const MEGABYTE = 2 ** 20;
/** A slow reader takes so many times as long as the fast one took. */
const SLOWNESS = 3;

/** One reading of the feed, with the memory that the webservice had meanwhile. */
interface Reading extends FeedReading {
  readonly reader: "fast" | "slow";
  /** Resident memory every 100 ms, in MB. */
  readonly memory: readonly number[];
}

/** Resident memory of the webservice while the whole feed is read, by a fast reader and by a slow one. */
export const streaming: Section = {
  name: "streaming",
  title: "The whole feed",
  async run(context, report) {
    const posts = context.sizes.large;
    const { aws, uuids } = await context.filled(posts, report);
    report("starting the webservice in a process of its own");
    const webservice = await startWebservice(context.newFolder("webservice"), aws);
    context.onClose(() => webservice.stop());

    // What the code of a page takes is not the stream's; what the URLs of its pictures take is.
    report("warming up");
    const requests = pageCursors("newest", uuids).map(pageRequest);
    const warmUp = createLoad({ url: webservice.url, requests, connections: 4, until: { amount: 1_000 } });
    await warmUp();
    const before = residentBytes(webservice.pid) / MEGABYTE;

    const readings: Reading[] = [];
    const times = context.choose(1, 5);
    for (let time = 1; time <= times; time++) {
      report(`reading ${time} of ${times}, fast`);
      const fast = await read(webservice, "fast");
      report(`reading ${time} of ${times}, slowly`);
      const slow = await read(webservice, "slow", fast.bytes / fast.seconds / SLOWNESS);
      readings.push(fast, slow);
    }
    await webservice.stop();
    return present(context, before, readings);
  },
};

async function read({ url, pid }: RunningWebservice, reader: Reading["reader"], speed?: number): Promise<Reading> {
  const memory: number[] = [];
  const sample = () => void memory.push(residentBytes(pid) / MEGABYTE);
  const timer = setInterval(sample, SAMPLE_MS);
  try {
    return { reader, memory, ...(await readFeed(url, speed)) };
  } finally {
    clearInterval(timer);
    sample();
  }
}

function present({ sizes }: BenchContext, before: number, readings: readonly Reading[]): SectionResult {
  const posts = formatNumber(sizes.large);
  const peaks = readings.map(({ memory }) => Math.max(...memory));
  const seconds = readings.flatMap(({ memory }) => memory).map((_, i) => ((i * SAMPLE_MS) / 1_000).toFixed(1));
  return {
    tables: [
      {
        title: `${posts} posts, half of them with pictures, read as one array; ${before.toFixed(0)} MB resident before`,
        columns: [
          { name: "reading" },
          { name: "MB" },
          { name: "seconds", digits: 1 },
          { name: "posts/s" },
          { name: "peak, MB" },
          { name: "added, MB" },
        ],
        rows: readings.map(({ reader, bytes, seconds: took }, i) => [
          `${Math.floor(i / 2) + 1}, ${reader}`,
          bytes / MEGABYTE,
          took,
          sizes.large / took,
          peaks[i] ?? Number.NaN,
          (peaks[i] ?? Number.NaN) - before,
        ]),
      },
    ],
    figures: [
      {
        name: `Memory added by streaming ${posts} posts`,
        value: Math.max(...peaks) - before,
        unit: "MB",
        target: 50,
        bound: "at most",
      },
    ],
    charts: [
      {
        name: "streaming",
        title: `Resident memory of the webservice while ${posts} posts are read, fast and slowly in turn`,
        axis: "MB",
        kind: "lines",
        categories: seconds,
        categoryAxis: "seconds",
        series: [{ name: "resident memory", values: readings.flatMap(({ memory }) => memory) }],
      },
    ],
  };
}
