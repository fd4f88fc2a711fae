import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

const ROOT = path.resolve(__dirname, "../..");

/**
 * Runs a program of the project as a person would, and gives back what it prints.
 *
 * @param options.show shows it too, while it runs.
 * @throws {Error} with what it printed, where it fails.
 */
export async function runCommand(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  { show = true } = {},
): Promise<string> {
  const child = spawn(command, args, { cwd: ROOT, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data: Buffer) => {
      output += data;
      if (show) process.stdout.write(data);
    });
  }
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with status ${code}:\n${output}`);
  return output;
}

/** Runs one of the project's TypeScript programs. @param file relative to the project. */
export function runProgram(
  file: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  options: { show?: boolean } = {},
): Promise<string> {
  return runCommand(process.execPath, ["--import", "tsx", file, ...args], env, options);
}
