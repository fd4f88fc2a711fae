import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { BenchContext } from "../context";
import { plainEnvironment } from "../product/child-service";
import { freePort } from "../product/free-port";
import type { Section } from "../section";
import { median } from "../statistics/quantiles";

const ROOT = path.resolve(__dirname, "../..");
/** The first start may have to build. */
const LIMIT_MS = 120_000;

/** `npm start` to its first answer, as a person waits for it. */
export const start: Section = {
  name: "start",
  title: "Start",
  async run(context, report) {
    const runs = context.choose(3, 9);
    const times: number[] = [];
    for (let run = 0; run <= runs; run++) {
      report(run === 0 ? "the first start, which builds" : `start ${run} of ${runs}`);
      const time = await startOnce(context);
      if (run > 0) times.push(time);
    }
    const value = median(times);
    return {
      tables: [
        {
          title: `Of ${runs} starts, each with an empty data folder`,
          columns: [{ name: "" }, { name: "median, s", digits: 2 }, { name: "longest, s", digits: 2 }],
          rows: [["`npm start` to the first 200, bundles built", value, Math.max(...times)]],
        },
      ],
      figures: [{ name: "npm start to the first 200", value, unit: "s", target: 1.5, bound: "at most" }],
    };
  },
};

/** @returns seconds to the first 200. */
async function startOnce(context: BenchContext): Promise<number> {
  const port = await freePort();
  const env = {
    ...plainEnvironment(),
    // Named, so that no .env in the project says otherwise.
    BUCKET: "",
    DYNAMO_TABLE: "",
    HOST: "127.0.0.1",
    PORT: String(port),
    LOCAL_AWS_PORT: "0",
    LOCAL_DATA_DIR: context.newFolder("start"),
    DRAIN_SECONDS: "0",
  };
  const began = performance.now();
  const child = spawn("npm", ["start"], { cwd: ROOT, env, detached: true, stdio: "ignore" });
  const exited = once(child, "exit");
  try {
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined);
      if (answer?.ok) return (performance.now() - began) / 1_000;
      if (child.exitCode !== null) throw new Error(`npm start ended with status ${child.exitCode}: run it to see why.`);
      if (performance.now() - began > LIMIT_MS) throw new Error("npm start has not answered after two minutes.");
      await delay(5);
    }
  } finally {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGINT"); // as Ctrl-C does
    await exited;
  }
}
