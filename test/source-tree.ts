import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { eventually } from "./postagram";

const ROOT = path.resolve(__dirname, "..");

/** What programs of the project are built from. */
const SOURCES = [
  "environment",
  "functions",
  "local",
  "webapp",
  "webservice",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
];

/** A program that runs until it is told to stop. */
export interface RunningProgram {
  readonly child: ChildProcess;
  /** What it has written so far. */
  readonly output: { stdout: string; stderr: string };
  /** Resolves with the exit status, or the name of the signal that ended it. */
  readonly exited: Promise<number | string>;
  /** Waits until its standard error fits `pattern`. @throws {Error} where the program ends without that. */
  said(pattern: RegExp, seconds?: number): Promise<RegExpExecArray>;
}

/** A copy of the sources that a test may change. Nothing is built in it; packages are those of the project. */
export interface SourceTree {
  readonly directory: string;
  /** Runs Node in the tree, with a data folder of its own and on free ports. */
  run(args: readonly string[], variables?: NodeJS.ProcessEnv): RunningProgram;
  /** Replaces text of a file. @throws {Error} where the text is not in it. */
  edit(file: string, before: string, after: string): Promise<void>;
  /** Ends what still runs, and removes the copy. */
  remove(): Promise<void>;
}

export async function copySources(): Promise<SourceTree> {
  const directory = await mkdtemp(path.join(tmpdir(), "postagram-sources-"));
  const filter = (file: string): boolean => path.basename(file) !== "node_modules";
  for (const name of SOURCES) await cp(path.join(ROOT, name), path.join(directory, name), { recursive: true, filter });
  for (const name of ["node_modules", path.join("webapp", "node_modules")]) {
    await symlink(path.join(ROOT, name), path.join(directory, name));
  }
  const running: ChildProcess[] = [];
  return {
    directory,
    run(args, variables) {
      const program = runNode(args, directory, variables);
      running.push(program.child);
      return program;
    },
    async edit(file, before, after) {
      const target = path.join(directory, file);
      const content = await readFile(target, "utf8");
      if (!content.includes(before)) throw new Error(`${file} does not contain "${before}".`);
      await writeFile(
        target,
        content.replaceAll(before, () => after),
      );
    },
    async remove() {
      for (const child of running) child.kill("SIGKILL");
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function runNode(args: readonly string[], cwd: string, variables: NodeJS.ProcessEnv = {}): RunningProgram {
  const child = spawn(process.execPath, args, {
    cwd,
    env: {
      PATH: process.env.PATH,
      HOST: "127.0.0.1",
      PORT: "0",
      LOCAL_AWS_PORT: "0",
      WEBAPP_PORT: "0",
      LOCAL_DATA_DIR: path.join(cwd, "data"),
      ...variables,
    },
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (data) => (output.stdout += data));
  child.stderr.on("data", (data) => (output.stderr += data));
  const exited = once(child, "close").then(([code, signal]) => code ?? signal);
  return {
    child,
    output,
    exited,
    said: (pattern, seconds = 60) =>
      eventually(async () => {
        const found = pattern.exec(output.stderr);
        if (found === null && child.exitCode !== null) throw new Error(`It has ended:\n${output.stderr}`);
        return found ?? undefined;
      }, seconds),
  };
}
