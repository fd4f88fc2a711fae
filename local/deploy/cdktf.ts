import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { CommandError } from "../command";
import { outputsFile } from "./outputs";
import type { DeployableStack } from "./stacks";

const ROOT = path.resolve(__dirname, "../..");
const CDKTF = path.join(ROOT, "node_modules/cdktf-cli/bundle/bin/cdktf");

export type CdktfVerb = "deploy" | "destroy" | "diff";

/** Where a stack is deployed to, and from. */
export interface DeploymentTarget {
  /** Folder of the state files, where they are local ones, and of `cdktf.out`. */
  readonly directory: string;
  readonly env: NodeJS.ProcessEnv;
}

/** The folder that Terraform runs in. */
export function terraformDirectory({ directory }: DeploymentTarget, stack: DeployableStack): string {
  return path.join(directory, "cdktf.out", "stacks", stack.name);
}

/** Runs `cdktf` on the terminal, so that it can ask. @throws {CommandError} where it fails. */
export async function runCdktf(
  verb: CdktfVerb,
  stack: DeployableStack,
  target: DeploymentTarget,
  args: readonly string[],
): Promise<void> {
  const child = await start(verb, stack, target, args, "inherit");
  const [code] = await once(child, "close");
  if (code !== 0) throw new CommandError(`cdktf ${verb} of ${stack.name} failed.`);
}

/**
 * Runs `cdktf` without asking.
 *
 * @param options.logFile gets all that it prints.
 * @param options.onLine is told each line, without colours.
 * @throws {CommandError} where it fails, with what Terraform says about it.
 */
export async function runCdktfLogged(
  verb: "deploy" | "destroy",
  stack: DeployableStack,
  target: DeploymentTarget,
  options: { args: readonly string[]; logFile: string; onLine(line: string): void },
): Promise<void> {
  const child = await start(verb, stack, target, ["--auto-approve", ...options.args], "pipe");
  const output = new PassThrough();
  child.stdout?.pipe(output, { end: false });
  child.stderr?.pipe(output, { end: false });
  const log = createWriteStream(options.logFile);
  const lines: string[] = [];
  createInterface({ input: output }).on("line", (raw) => {
    const line = stripVTControlCharacters(raw).trimEnd();
    if (line.trim() === "" || /^\S?\s*Synthesizing$|^\d+ Stacks? \w+ing /.test(line)) return; // drawn anew ten times a second
    lines.push(line);
    log.write(`${line}\n`);
    options.onLine(line);
  });
  const [code] = await once(child, "close");
  output.end();
  log.end();
  if (code !== 0) {
    const where = path.relative(process.cwd(), options.logFile);
    throw new CommandError(`cdktf ${verb} of ${stack.name} failed; all it said is in ${where}.\n${errorsIn(lines)}`);
  }
}

async function start(
  verb: CdktfVerb,
  stack: DeployableStack,
  target: DeploymentTarget,
  args: readonly string[],
  stdio: "inherit" | "pipe",
) {
  await mkdir(target.directory, { recursive: true });
  const output = path.join(target.directory, "cdktf.out");
  const all = [verb, "--app", `npx tsx ${stack.main}`, "--output", output, "--skip-provider-lock"];
  if (verb === "deploy") {
    const file = outputsFile(target, stack);
    await rm(file, { force: true }); // one of before says nothing of a deployment that is not approved
    all.push("--outputs-file", file);
  }
  return spawn(process.execPath, [CDKTF, ...all, ...args], {
    cwd: ROOT,
    env: target.env,
    stdio: stdio === "inherit" ? "inherit" : ["ignore", "pipe", "pipe"],
  });
}

/** What Terraform says about its errors, or else the last it said at all. */
function errorsIn(lines: readonly string[]): string {
  const first = lines.findIndex((line) => /\bError:/.test(line));
  const found = first === -1 ? lines.slice(-30) : lines.slice(first, first + 40);
  return [...new Set(found)].map((line) => line.slice(0, 300)).join("\n");
}
