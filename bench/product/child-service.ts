import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { CommandError } from "../../local/command";

/** How long a service may take to say that it serves, in milliseconds. */
const START_LIMIT_MS = 30_000;
const POLL_MS = 20;

/** Services that run, to be ended with this process however it ends. */
const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

export interface ChildServiceOptions {
  /** What people call it. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Its whole environment: nothing of ours is handed on. */
  readonly env: NodeJS.ProcessEnv;
  /** What it prints once it serves. */
  readonly ready: RegExp;
  /** File that gets all that it prints, its log among it. */
  readonly logFile: string;
}

/** A service in a process of its own. */
export interface ChildService {
  readonly pid: number;
  /** What it printed when it was ready: the match of {@link ChildServiceOptions.ready}. */
  readonly ready: RegExpMatchArray;
  stop(): Promise<void>;
}

/**
 * Starts a service and waits until it says that it serves.
 *
 * @throws {CommandError} with what it printed, where it ends instead or is not ready after 30 seconds.
 */
export async function startChildService(options: ChildServiceOptions): Promise<ChildService> {
  const { name, command, args, cwd, env, logFile } = options;
  const log = openSync(logFile, "w");
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", log, log] });
  closeSync(log);
  running.add(child);
  let failure: Error | undefined;
  child.once("error", (error) => {
    failure = error;
  });
  const exited = once(child, "exit").catch(() => undefined);
  void exited.then(() => running.delete(child));

  const deadline = Date.now() + START_LIMIT_MS;
  for (;;) {
    const ready = readFileSync(logFile, "utf8").match(options.ready);
    if (ready !== null && child.pid !== undefined) {
      return {
        pid: child.pid,
        ready,
        async stop() {
          child.kill("SIGINT");
          await exited;
        },
      };
    }
    const ended = failure !== undefined || child.exitCode !== null || child.signalCode !== null;
    if (ended || Date.now() > deadline) {
      child.kill("SIGKILL");
      const said = failure?.message ?? readFileSync(logFile, "utf8").trim().slice(-2_000);
      throw new CommandError(`${name} ${ended ? "did not start" : "is not ready after 30 s"}: ${said}`);
    }
    await delay(POLL_MS);
  }
}

/** What a service needs of the environment to run at all. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const names = ["PATH", "HOME", "LANG", "TMPDIR", "SystemRoot"];
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}
