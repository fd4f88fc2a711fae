import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { CommandError } from "../command";
import type { RunningPostagram } from "../postagram";

/** How long the service may take to stop, in milliseconds. */
const STOP_LIMIT = 10_000;

/** The service in a process of its own, which is replaced by another when the sources have changed. */
export class ServiceSupervisor {
  #child: ChildProcess | undefined;
  #running: Promise<RunningPostagram> = Promise.reject(new CommandError("The service has not been started."));
  #port: string | undefined;

  constructor(private readonly root: string) {
    this.#running.catch(() => undefined);
  }

  /**
   * The service that runs, or the one that is starting.
   *
   * @throws {CommandError} where it has ended, having said why on the terminal.
   */
  running(): Promise<RunningPostagram> {
    return this.#running;
  }

  /** Starts the service anew, on the port that it had. */
  restart(): Promise<RunningPostagram> {
    this.#running = this.stop().then(() => this.#start());
    this.#running.catch(() => undefined); // whoever waits for it handles it
    return this.#running;
  }

  /** Lets the service finish what it is at. */
  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || hasEnded(child)) return;
    const exited = once(child, "exit");
    const giveUp = setTimeout(() => child.kill("SIGKILL"), STOP_LIMIT);
    child.disconnect();
    await exited;
    clearTimeout(giveUp);
  }

  async #start(): Promise<RunningPostagram> {
    const child = fork(path.join(this.root, "local", "dev", "service.js"), {
      // In a group of its own, so that Ctrl-C reaches it through this process, and once.
      detached: true,
      execArgv: [],
      env: { ...process.env, ...(this.#port !== undefined && { PORT: this.#port }) },
    });
    this.#child = child;
    const running = await new Promise<RunningPostagram>((resolve, reject) => {
      child.once("message", (message) => {
        if (isRunning(message)) resolve(message);
        else reject(new Error(`The service said ${JSON.stringify(message)} instead of where it serves.`));
      });
      child.once("error", reject);
      child.once("exit", () => reject(new CommandError("The service did not start.")));
    });
    this.#port = new URL(running.url).port;
    child.once("exit", () => {
      if (this.#child !== child) return;
      process.stderr.write("The service has ended. It starts again when its sources change.\n");
      this.#running = Promise.reject(new CommandError("The service has ended."));
      this.#running.catch(() => undefined);
    });
    return running;
  }
}

function isRunning(message: unknown): message is RunningPostagram {
  return typeof message === "object" && message !== null && "url" in message && "storage" in message;
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
