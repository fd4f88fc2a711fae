import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { bundleFunction } from "../../stacks/constructs/function-bundle";
import type { BenchContext } from "../context";
import { plainEnvironment } from "../product/child-service";
import type { Figure } from "../report/figure";
import type { Section, SectionResult } from "../section";
import { median } from "../statistics/quantiles";

const ROOT = path.resolve(__dirname, "../..");

/** The environment without which functions refuse to load. */
const FUNCTION_ENVIRONMENT = {
  ...plainEnvironment(),
  AWS_REGION: "us-east-1",
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  DYNAMO_TABLE: "posts",
  INSTANCE_ID: "i-0123456789abcdef0",
};

/** What a deployment is made of: each function's archive and the loading of its modules, the synthesis of each stack. */
export const deployment: Section = {
  name: "deployment",
  title: "Deployment",
  async run(context, report) {
    const functions = measureFunctions(context, report);
    const syntheses = measureSyntheses(context, report);
    return {
      tables: [...functions.tables, ...syntheses.tables],
      figures: [...functions.figures, ...syntheses.figures],
    };
  },
};

function measureFunctions(context: BenchContext, report: (news: string) => void): SectionResult {
  const names = readdirSync(path.join(ROOT, "functions")).filter((name) =>
    existsSync(path.join(ROOT, "functions", name, "index.ts")),
  );
  const runs = context.choose(5, 15);
  const results = names.map((name) => {
    report(`function ${name}`);
    const { zipFile } = bundleFunction(`functions/${name}/index.ts`);
    const bundle = path.join(path.dirname(zipFile), "index.js");
    const init = Array.from({ length: runs + 1 }, () => {
      // In turn, so that both see the same machine.
      const empty = secondsOf(process.execPath, ["-e", ""], FUNCTION_ENVIRONMENT);
      return secondsOf(process.execPath, ["-e", `require(${JSON.stringify(bundle)})`], FUNCTION_ENVIRONMENT) - empty;
    });
    return { name, kilobytes: statSync(zipFile).size / 1024, init: median(init.slice(1)) * 1_000 };
  });
  return {
    tables: [
      {
        title: "Functions",
        columns: [{ name: "function" }, { name: "zipped, KB" }, { name: "init over an empty Node process, ms" }],
        rows: results.map(({ name, kilobytes, init }) => [name, kilobytes, init]),
      },
    ],
    figures: results.flatMap(({ name, kilobytes, init }): Figure[] => [
      { name: `${name}, zipped`, value: kilobytes, unit: "KB", target: 300, bound: "at most" },
      { name: `${name}, init over an empty Node process`, value: init, unit: "ms", target: 120, bound: "at most" },
    ]),
  };
}

function measureSyntheses(context: BenchContext, report: (news: string) => void): SectionResult {
  const stacks = readdirSync(ROOT).filter((file) => /^main-.*\.ts$/.test(file));
  const runs = context.choose(2, 5);
  const results = stacks.map((stack) => {
    report(`synthesis of ${stack}`);
    const env = { ...plainEnvironment(), CDKTF_OUTDIR: context.newFolder("synthesis") };
    const times = Array.from({ length: runs + 1 }, () => secondsOf("npx", ["tsx", stack], env)); // the first one warms up
    return { stack, seconds: median(times.slice(1)) };
  });
  return {
    tables: [
      {
        title: "Synthesis of a stack, warm",
        columns: [{ name: "command" }, { name: "median, s", digits: 2 }],
        rows: results.map(({ stack, seconds }) => [`npx tsx ${stack}`, seconds]),
      },
    ],
    figures: results.map(({ stack, seconds }) => {
      return { name: `Synthesis of ${stack}`, value: seconds, unit: "s", target: 3, bound: "at most" };
    }),
  };
}

/** Wall time of a command that has to succeed, in seconds. */
function secondsOf(command: string, args: readonly string[], env: NodeJS.ProcessEnv): number {
  const began = performance.now();
  const { status, stderr } = spawnSync(command, args, { cwd: ROOT, env, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}: ${stderr}`);
  return (performance.now() - began) / 1_000;
}
