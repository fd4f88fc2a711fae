import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { CommandError, runCommand } from "../command";
import { startMiniStack } from "./ministack";
import { type Probe, probeEmulator, probeRekognition } from "./probe";
import { PID_FILE, stopEmulator } from "./process";
import { ensurePythonTools } from "./python-tools";
import { startRekognitionServer } from "./rekognition-server";
import { type EmulatorSettings, localPort, readEmulatorSettings } from "./settings";
import { forgetTerraformState } from "./terraform-state";

const HELP = `Usage: npm run emulator [-- options]

Runs an AWS on this machine, to deploy to: MiniStack, which it installs into
.venv/, and beside it the stand-in for Rekognition, which MiniStack lacks.
It keeps everything in memory. npm run deploy:local starts it by itself.

  --host ADDRESS  address to listen on; 0.0.0.0 lets containers and other
                  machines in                                    (127.0.0.1)
  --stop          stops the one that runs in the background
  --help

Environment:
  AWS_ENDPOINT_URL              where it is            (http://localhost:4566)
  AWS_ENDPOINT_URL_REKOGNITION  where the stand-in is  (http://localhost:4568)
  LOCAL_DATA_DIR                its logs lie in emulator/ there       (.local)
`;

/** Something that runs until it is closed. */
interface Running {
  readonly name: string;
  readonly ended?: Promise<void>;
  close(): Promise<void>;
}

async function main(): Promise<void> {
  const args = readArguments();
  if (args.help) return void process.stdout.write(HELP);
  const settings = readEmulatorSettings(process.env);
  if (args.stop) return void say(await stopEmulator(settings.directory));

  await mkdir(settings.directory, { recursive: true });
  const running: Running[] = [];
  const pidFile = path.join(settings.directory, PID_FILE);
  // Before anything is started, so that nothing outlives this process whenever it is stopped.
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve());
  });
  try {
    const emulator = await startUnlessThere(settings, args.host, running);
    if (running.length === 0)
      return say(`${emulator} runs already at ${settings.endpoint}: there is nothing to start.`);
    await writeFile(pidFile, `${process.pid}\n`);
    say(describeRunning(emulator, settings));
    const ended = running.flatMap((part) => part.ended ?? []).map((end) => end.then(() => "ended" as const));
    const reason = await Promise.race([stopped, ...ended]);
    await rm(pidFile, { force: true });
    if (reason === "ended")
      throw new CommandError(`MiniStack has ended by itself: its log is in ${settings.directory}.`);
  } finally {
    for (const part of running.reverse()) await part.close();
  }
}

/** Starts what does not run yet, and adds it to `running`. @returns the emulator's name. */
async function startUnlessThere(settings: EmulatorSettings, host: string, running: Running[]): Promise<string> {
  const { endpoint, rekognitionEndpoint, directory } = settings;
  const found = await probeEmulator(endpoint);
  let name = found.kind === "found" ? found.name : "";
  if (isFree(found, "AWS_ENDPOINT_URL", endpoint)) {
    const tools = await ensurePythonTools(() => say("Installing MiniStack and tflocal into .venv/ ..."));
    const port = portOf("AWS_ENDPOINT_URL", endpoint);
    const logFile = path.join(directory, "ministack.log");
    // What an earlier one held is gone, so a state that still lists it is wrong.
    await forgetTerraformState(directory);
    const emulator = await startMiniStack(tools, { host, port, endpoint, rekognitionEndpoint, logFile });
    running.push(emulator);
    name = emulator.name;
  }
  if (isFree(await probeRekognition(rekognitionEndpoint), "AWS_ENDPOINT_URL_REKOGNITION", rekognitionEndpoint)) {
    const port = portOf("AWS_ENDPOINT_URL_REKOGNITION", rekognitionEndpoint);
    const server = await startRekognitionServer({ host, port, endpoint });
    running.push({ name: "Rekognition", close: () => server.close() });
  }
  return name;
}

/** @throws {CommandError} where the address is another program's. */
function isFree(found: Probe, variable: string, url: string): boolean {
  if (found.kind !== "other") return found.kind === "nothing";
  throw new CommandError(
    `Another program listens at ${url} (${found.what}): stop it, or set ${variable} to a free address.`,
  );
}

/** @throws {CommandError} where the address is not this machine's. */
function portOf(variable: string, url: string): number {
  const port = localPort(url);
  if (port !== undefined) return port;
  throw new CommandError(`Nothing answers at ${variable}=${url}, which is not an address of this machine.`);
}

function describeRunning(emulator: string, { endpoint, rekognitionEndpoint, directory }: EmulatorSettings): string {
  return `
  ${emulator.padEnd(16)} ${endpoint}
  Rekognition      ${rekognitionEndpoint}  (the stand-in)
  Logs             ${path.relative(process.cwd(), directory)}${path.sep}

  npm run deploy:local deploys Postagram to it. It keeps everything in memory; Ctrl-C stops it.
`;
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        host: { type: "string", default: "127.0.0.1" },
        stop: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    }).values;
  } catch (error) {
    throw new CommandError(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

runCommand(main);
