import { fixture } from "../../postagram";
import { type Conditions, type FirstLoad, loadFeed } from "./first-load";
import { useWebApp } from "./web-app";

const web = useWebApp();
/** How often each load is measured. One is enough for sizes; times that are to be published want more. */
const RUNS = Number(process.env.FIRST_LOAD_RUNS ?? 1);

/** What the scripts may weigh, compressed by gzip, that the feed needs to be read and used. */
const MAX_SCRIPT_BYTES = 150_000;

const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true };
const CONDITIONS: readonly Conditions[] = [
  { name: "desk, plain HTTP", options: {}, cpuSlowdown: 1 },
  {
    name: "phone, slow 4G, CPU / 4",
    options: PHONE,
    cpuSlowdown: 4,
    // Lighthouse's "slow 4G", as it is applied to each request: https://github.com/GoogleChrome/lighthouse/blob/main/docs/throttling.md
    line: { latency: 562.5, down: 1474.56, up: 675 },
  },
];

beforeAll(async () => {
  for (let number = 1; number <= 30; number++) await web.postagram.post("grace", `Number ${number}`, "Some words.");
  await web.postagram.upload(await web.postagram.post("ada", "Chelsea"), await fixture("chelsea.jpg"));
});

function median(loads: readonly FirstLoad[], figure: (load: FirstLoad) => number): number {
  return loads.map(figure).toSorted((a, b) => a - b)[Math.floor(loads.length / 2)] ?? Number.NaN;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

const FIGURES: readonly [name: string, (load: FirstLoad) => number, unit: string, digits?: number][] = [
  ["first contentful paint", (load) => load.firstContentfulPaint, "ms"],
  ["largest contentful paint", (load) => load.largestContentfulPaint, "ms"],
  ["first post shown", (load) => load.firstPost, "ms"],
  ["total blocking time", (load) => load.totalBlockingTime, "ms"],
  ["slowest interaction", (load) => load.slowestInteraction, "ms"],
  ["cumulative layout shift", (load) => load.layoutShift, "", 3],
];

it.each(CONDITIONS)("needs few scripts, and little time: $name", async (conditions) => {
  const loads: FirstLoad[] = [];
  for (let run = 0; run < RUNS; run++) loads.push(await loadFeed(web, conditions, "later"));
  const impatient = await loadFeed(web, conditions, "at once");
  const [load] = loads;
  if (load === undefined) throw new Error("Nothing was loaded.");

  const first = load.scripts.filter((script) => script.first);
  const bytes = { sent: sum(first.map(({ sent }) => sent)), gzipped: sum(first.map(({ gzipped }) => gzipped)) };
  const kilobytes = (size: number) => `${(size / 1000).toFixed(1)} KB`;
  const lines = [
    `${conditions.name} (median of ${RUNS})`,
    `scripts until the first post: ${first.length}, ${kilobytes(bytes.sent)} sent, ${kilobytes(bytes.gzipped)} by gzip -9`,
    `transferred in all: ${Object.entries(load.transferred)
      .map(([kind, size]) => `${kind} ${kilobytes(size)}`)
      .join(", ")}`,
    `“New post” pressed at the first post (${impatient.firstPost.toFixed(0)} ms), and answered: ${impatient.answer.toFixed(0)} ms`,
    ...FIGURES.map(([name, figure, unit, digits = 0]) => `${name}: ${median(loads, figure).toFixed(digits)} ${unit}`),
  ];
  process.stdout.write(`${lines.join("\n  ")}\n`);
  expect(first.length).toBeGreaterThan(0);
  expect(bytes.sent).toBeGreaterThan(20_000);
  expect(bytes.sent).toBeLessThanOrEqual(MAX_SCRIPT_BYTES);
  expect(bytes.gzipped).toBeLessThanOrEqual(MAX_SCRIPT_BYTES);
  // What jumps is a fault on any machine.
  expect(median(loads, ({ layoutShift }) => layoutShift)).toBeLessThan(0.1);
});
