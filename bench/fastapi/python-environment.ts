import { type ExecFileException, execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

const REQUIREMENTS = path.join(__dirname, "requirements.txt");
const DIRECTORY = path.resolve(__dirname, "../../.venv/fastapi");
const BIN = path.join(DIRECTORY, process.platform === "win32" ? "Scripts" : "bin");

/** The peer's Python packages cannot be had here. */
export class NoPythonError extends Error {
  override readonly name = "NoPythonError";
}

/**
 * Installs FastAPI, boto3 and uvicorn, in the versions of `requirements.txt`, into `.venv/fastapi/`, unless they are there.
 *
 * @returns the Python that has them.
 * @throws {NoPythonError} where Python 3.10 or newer is missing, or the packages cannot be fetched.
 */
export async function ensureFastapi(): Promise<string> {
  const python = path.join(BIN, "python");
  const stampFile = path.join(DIRECTORY, "installed.txt");
  const wanted = await readFile(REQUIREMENTS, "utf8");
  if (existsSync(stampFile) && (await readFile(stampFile, "utf8")) === wanted) return python;

  await attempt("there is no python3 of 3.10 or newer", "python3", [
    "-c",
    "import sys; sys.exit(sys.version_info < (3, 10))",
  ]);
  await rm(DIRECTORY, { recursive: true, force: true });
  await attempt("python3 cannot make a virtual environment", "python3", ["-m", "venv", DIRECTORY]);
  await attempt("pip cannot install bench/fastapi/requirements.txt", python, [
    "-m",
    "pip",
    "install",
    "--quiet",
    "--requirement",
    REQUIREMENTS,
  ]);
  await writeFile(stampFile, wanted);
  return python;
}

async function attempt(trouble: string, command: string, args: readonly string[]): Promise<void> {
  await run(command, args).catch((error: ExecFileException) => {
    const said = (error.stderr ?? "").trim().split("\n").at(-1) || error.message.split("\n")[0];
    throw new NoPythonError(`${trouble} (${said})`, { cause: error });
  });
}
