import { gzipSync } from "node:zlib";
import type { BrowserContextOptions } from "playwright-core";
import { eventually } from "../../postagram";
import type { WebApp } from "./web-app";

/** A device and its line, as far as they are slower than what the test runs on. */
export interface Conditions {
  readonly name: string;
  readonly options: BrowserContextOptions & { readonly host?: string };
  /** How many times slower the processor is. */
  readonly cpuSlowdown: number;
  /** In ms and kbit/s. */
  readonly line?: { readonly latency: number; readonly down: number; readonly up: number };
}

/** What it takes until the feed can be read and used. Times are in ms since the navigation, sizes in bytes. */
export interface FirstLoad {
  readonly scripts: readonly {
    readonly url: string;
    /** As it was sent, and as `gzip -9` makes it. */
    readonly sent: number;
    readonly gzipped: number;
    /** Whether it was asked for by the time that the first post was there. */
    readonly first: boolean;
  }[];
  /** What was transferred in all, headers too, by kind of resource. */
  readonly transferred: Readonly<Record<string, number>>;
  readonly firstContentfulPaint: number;
  readonly largestContentfulPaint: number;
  readonly firstPost: number;
  /** When the press on "New post" has opened a dialog. */
  readonly answer: number;
  /** Sum of what is beyond 50 ms in each task after the first contentful paint. */
  readonly totalBlockingTime: number;
  readonly layoutShift: number;
  /** The longest time from a press of mouse or key to the next frame. */
  readonly slowestInteraction: number;
}

/** Runs in the page before anything else of it. */
function observe(): void {
  const seen = { firstPaint: 0, largestPaint: 0, shift: 0, firstPost: 0, dialog: 0, interaction: 0 };
  const tasks: [start: number, duration: number][] = [];
  const watch = (type: string, take: (entry: PerformanceEntry) => void, options: object = {}) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true, ...options });
  watch("paint", (entry) => {
    if (entry.name === "first-contentful-paint") seen.firstPaint = entry.startTime;
  });
  watch("largest-contentful-paint", (entry) => (seen.largestPaint = entry.startTime));
  watch("longtask", (entry) => tasks.push([entry.startTime, entry.duration]));
  watch("layout-shift", (entry) => {
    if (!("hadRecentInput" in entry && entry.hadRecentInput) && "value" in entry) seen.shift += Number(entry.value);
  });
  watch(
    "event",
    (entry) => {
      if ("interactionId" in entry && entry.interactionId) {
        seen.interaction = Math.max(seen.interaction, entry.duration);
      }
    },
    { durationThreshold: 16 },
  );
  new MutationObserver(() => {
    if (seen.firstPost === 0 && document.querySelector("article h2")) seen.firstPost = performance.now();
    if (seen.dialog === 0 && document.querySelector("[role=dialog]")) seen.dialog = performance.now();
  }).observe(document, { childList: true, subtree: true });
  Object.assign(globalThis, { figures: () => ({ ...seen, tasks }) });
}

/**
 * Loads the feed under these conditions, presses "New post" and types a name.
 *
 * @param press as soon as the first post is there, or once everything is. The browser takes the largest contentful paint
 * until then.
 */
export async function loadFeed(
  web: WebApp,
  { options, cpuSlowdown, line }: Conditions,
  press: "at once" | "later",
): Promise<FirstLoad> {
  const visitor = await web.visit({ path: "about:blank", ...options });
  const { page, cdp } = visitor;
  const resources = new Map<string, { url: string; kind: string; bytes: number }>();
  cdp.on("Network.responseReceived", ({ requestId, response, type }) => {
    resources.set(requestId, { url: response.url, kind: type, bytes: 0 });
  });
  cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const resource = resources.get(requestId);
    if (resource !== undefined) resource.bytes = encodedDataLength;
  });
  await cdp.send("Network.enable");
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: cpuSlowdown });
  if (line !== undefined) {
    const perSecond = (kilobits: number) => (kilobits * 1000) / 8;
    await cdp.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: line.latency,
      downloadThroughput: perSecond(line.down),
      uploadThroughput: perSecond(line.up),
    });
  }
  await page.addInitScript(observe);
  await page.goto("/", { waitUntil: "commit" });
  await visitor.cards().first().waitFor({ timeout: 30_000 });
  if (press === "later") await page.waitForLoadState("networkidle");
  await visitor.button(visitor.compose("composer.open")).filter({ visible: true }).first().click();
  await visitor.dialog(visitor.compose("login.title")).waitFor({ timeout: 30_000 });
  await page.getByLabel(visitor.compose("login.name")).pressSequentially("ada");
  await page.waitForLoadState("networkidle");

  const figures = await eventually(async () => {
    const seen: ReturnType<typeof readFigures> = await page.evaluate(readFigures);
    return seen.interaction > 0 && seen.largestPaint > 0 ? seen : undefined;
  });
  const timings = new Map(figures.timings);
  const scripts = await Promise.all(
    [...resources.values()]
      .filter(({ kind }) => kind === "Script")
      .map(async ({ url }) => ({
        url,
        sent: timings.get(url)?.encodedBodySize ?? Number.NaN,
        gzipped: gzipSync(await web.postagram.file(new URL(url).pathname), { level: 9 }).byteLength,
        first: (timings.get(url)?.startTime ?? 0) < figures.firstPost,
      })),
  );
  const transferred: Record<string, number> = {};
  for (const { kind, bytes } of resources.values()) transferred[kind] = (transferred[kind] ?? 0) + bytes;
  return {
    scripts,
    transferred,
    firstContentfulPaint: figures.firstPaint,
    largestContentfulPaint: figures.largestPaint,
    firstPost: figures.firstPost,
    answer: figures.dialog,
    totalBlockingTime: figures.tasks
      .filter(([start]) => start > figures.firstPaint)
      .reduce((sum, [, duration]) => sum + duration - 50, 0),
    layoutShift: figures.shift,
    slowestInteraction: figures.interaction,
  };
}

/** Runs in the page. */
function readFigures() {
  const { figures } = globalThis as unknown as {
    figures: () => Record<"firstPaint" | "largestPaint" | "shift" | "firstPost" | "dialog" | "interaction", number> & {
      tasks: [start: number, duration: number][];
    };
  };
  const timings = performance
    .getEntriesByType("resource")
    .filter((entry) => entry instanceof PerformanceResourceTiming);
  return {
    ...figures(),
    timings: timings.map(({ name, startTime, encodedBodySize }) => [name, { startTime, encodedBodySize }] as const),
  };
}
