import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { bundleFunction } from "../stacks/constructs/function-bundle";

/**
 * Measures what a deployment is made of: how long the synthesis of each stack takes, how large each function's archive is,
 * and how long its modules take to load, over an empty Node process. `npm run bench:deployment` prints tables.
 */

const ROOT = path.resolve(__dirname, "..");
const STACKS = ["main-serverless.ts", "main-server.ts"];
const FUNCTIONS = ["detect-labels", "ec2-control"];
const RUNS = 15;

/** The environment without which the functions refuse to load. */
const FUNCTION_ENVIRONMENT = {
  PATH: process.env.PATH,
  AWS_REGION: "us-east-1",
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  DYNAMO_TABLE: "posts",
  INSTANCE_ID: "i-0123456789abcdef0",
};

/** Wall time of a command, in milliseconds. */
function time(command: string, args: string[], env: NodeJS.ProcessEnv): number {
  const began = performance.now();
  const { status, stderr } = spawnSync(command, args, { cwd: ROOT, env, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}: ${stderr}`);
  return performance.now() - began;
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function measureSynthesis(): Record<string, string>[] {
  const out = mkdtempSync(path.join(tmpdir(), "postagram-synthesis-"));
  const env = { ...process.env, CDKTF_OUTDIR: out };
  const rows = STACKS.map((main) => {
    const tsx = path.join(ROOT, "node_modules/.bin/tsx");
    time(tsx, [main], env); // warm
    const times = Array.from({ length: 5 }, () => time(tsx, [main], env));
    return { synthesis: main, "median, s": (median(times) / 1000).toFixed(2), target: "≤ 3" };
  });
  rmSync(out, { recursive: true, force: true });
  return rows;
}

function measureFunctions(): Record<string, string>[] {
  return FUNCTIONS.map((name) => {
    const { zipFile } = bundleFunction(`functions/${name}/index.ts`);
    const bundle = path.join(path.dirname(zipFile), "index.js");
    // In turn, so that both see the same machine.
    const differences = Array.from({ length: RUNS }, () => {
      const empty = time(process.execPath, ["-e", ""], FUNCTION_ENVIRONMENT);
      return time(process.execPath, ["-e", `require(${JSON.stringify(bundle)})`], FUNCTION_ENVIRONMENT) - empty;
    });
    return {
      function: name,
      "zipped, KB": (statSync(zipFile).size / 1024).toFixed(0),
      "target ": "≤ 300",
      "init over empty Node, median, ms": median(differences).toFixed(0),
      target: "≤ 120",
    };
  });
}

console.table(measureFunctions());
console.table(measureSynthesis());
