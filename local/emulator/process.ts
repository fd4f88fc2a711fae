import { execFile, spawn } from "node:child_process";
import { mkdirSync, openSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { CommandError } from "../command";
import { probeEmulator, probeRekognition } from "./probe";
import type { EmulatorSettings } from "./settings";

/** File, in the emulator's folder, with the id of the process that runs it. */
export const PID_FILE = "emulator.pid";

const PROGRAM = path.join(__dirname, "emulator.ts");
const STOP_LIMIT_MS = 20_000;

/**
 * Starts `npm run emulator` in the background, in a process group of its own, and waits until both of its parts answer.
 *
 * @returns the emulator's name.
 * @throws {CommandError} with what it printed, where it ends instead.
 */
export async function startEmulatorInBackground(settings: EmulatorSettings): Promise<string> {
  mkdirSync(settings.directory, { recursive: true });
  const logFile = path.join(settings.directory, "emulator.log");
  const log = openSync(logFile, "w");
  const child = spawn(process.execPath, ["--import", "tsx", PROGRAM], {
    detached: true,
    stdio: ["ignore", log, log],
    env: {
      ...process.env,
      AWS_ENDPOINT_URL: settings.endpoint,
      AWS_ENDPOINT_URL_REKOGNITION: settings.rekognitionEndpoint,
    },
  });
  for (;;) {
    const [emulator, rekognition] = await Promise.all([
      probeEmulator(settings.endpoint),
      probeRekognition(settings.rekognitionEndpoint),
    ]);
    if (emulator.kind === "found" && rekognition.kind === "found") {
      child.unref();
      return emulator.name;
    }
    if (child.exitCode !== null || child.signalCode !== null)
      throw new CommandError(readFileSync(logFile, "utf8").trim());
    await delay(200);
  }
}

/**
 * Stops the emulator that this project runs in the background.
 *
 * @returns what was done, for people.
 */
export async function stopEmulator(directory: string): Promise<string> {
  const pid = Number(await readFile(path.join(directory, PID_FILE), "utf8").catch(() => Number.NaN));
  if (!(pid > 0) || !(await isEmulator(pid))) return "No emulator of this project runs.";
  process.kill(pid, "SIGTERM");
  const deadline = Date.now() + STOP_LIMIT_MS;
  while (await isEmulator(pid)) {
    if (Date.now() > deadline) throw new CommandError(`The emulator, process ${pid}, does not stop.`);
    await delay(100);
  }
  return "The emulator has stopped.";
}

/** Whether the process is that program still: the ids of processes that have ended are given to others. */
async function isEmulator(pid: number): Promise<boolean> {
  try {
    const { stdout } = await promisify(execFile)("ps", ["-o", "command=", "-p", String(pid)]);
    return stdout.includes(path.join("emulator", "emulator.ts"));
  } catch {
    return false; // no such process
  }
}
