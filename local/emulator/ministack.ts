import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { CommandError } from "../command";
import { probeEmulator } from "./probe";
import type { PythonTools } from "./python-tools";

const START_LIMIT_MS = 60_000;

/** A running MiniStack. */
export interface MiniStack {
  /** What it calls itself: name and version. */
  readonly name: string;
  /** Resolves when it has ended, asked to or not. */
  readonly ended: Promise<void>;
  /** Stops it; all that it holds is gone then, since it keeps everything in memory. */
  close(): Promise<void>;
}

/**
 * Starts MiniStack and waits until it answers.
 *
 * @param options.host address to listen on.
 * @param options.logFile gets what it prints, a line for each request among it.
 * @throws {CommandError} where it does not start.
 */
export async function startMiniStack(
  { binDirectory }: PythonTools,
  options: { host: string; port: number; endpoint: string; rekognitionEndpoint: string; logFile: string },
): Promise<MiniStack> {
  const log = createWriteStream(options.logFile);
  await once(log, "open");
  const child = spawn(path.join(binDirectory, "ministack"), [], {
    env: miniStackEnvironment(process.env, options),
    stdio: ["ignore", log, log],
    // A Ctrl-C on the terminal reaches this process alone, which then stops its child in order.
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const deadline = Date.now() + START_LIMIT_MS;
  for (;;) {
    const found = await probeEmulator(options.endpoint);
    if (found.kind === "found") return { name: found.name, ended, close: () => stop(child, ended) };
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop(child, ended);
      const lines = (await readFile(options.logFile, "utf8")).trim().split("\n").slice(-10).join("\n");
      throw new CommandError(`MiniStack did not start; the end of ${options.logFile}:\n${lines}`);
    }
    await delay(100);
  }
}

/** Functions on MiniStack inherit its environment, so nothing of the user's own AWS may be in it. */
function miniStackEnvironment(
  env: NodeJS.ProcessEnv,
  { host, port, rekognitionEndpoint }: { host: string; port: number; rekognitionEndpoint: string },
): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !/^(AWS_|NODE_OPTIONS$|NODE_V8_COVERAGE$)/.test(name));
  return {
    ...Object.fromEntries(kept),
    GATEWAY_PORT: String(port),
    BIND_HOST: host,
    AWS_ENDPOINT_URL_REKOGNITION: rekognitionEndpoint,
  };
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  const killed = setTimeout(() => child.kill("SIGKILL"), 5_000);
  await ended;
  clearTimeout(killed);
}
