import { type ExecFileException, execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { CommandError } from "../command";

const run = promisify(execFile);

const ROOT = path.resolve(__dirname, "../..");
const REQUIREMENTS = path.join(__dirname, "requirements.txt");
/** Of its own: other Python tools of this project need other versions of the same packages. */
const DIRECTORY = path.join(ROOT, ".venv", "emulator");

/** Programs written in Python that the emulated deployment uses. */
export interface PythonTools {
  /** Folder that holds `ministack` and `tflocal`. */
  readonly binDirectory: string;
}

/**
 * Installs MiniStack and `tflocal`, in the versions of `requirements.txt`, into a virtual environment under `.venv/`,
 * unless they are there.
 *
 * @param onInstall called before anything is fetched, since that takes half a minute.
 * @throws {CommandError} where Python is missing or too old, or the packages cannot be had.
 */
export async function ensurePythonTools(onInstall: () => void): Promise<PythonTools> {
  const binDirectory = path.join(DIRECTORY, "bin");
  const stampFile = path.join(DIRECTORY, "installed.txt");
  const wanted = await readFile(REQUIREMENTS, "utf8");
  if (existsSync(stampFile) && (await readFile(stampFile, "utf8")) === wanted) return { binDirectory };

  await checkPython();
  onInstall();
  await rm(DIRECTORY, { recursive: true, force: true });
  await run("python3", ["-m", "venv", DIRECTORY]).catch((error: ExecFileException) => {
    throw new CommandError(
      `python3 cannot make a virtual environment (on Debian and Ubuntu: apt install python3-venv).\n${details(error)}`,
    );
  });
  await run(path.join(binDirectory, "pip"), ["install", "--quiet", "--requirement", REQUIREMENTS]).catch(
    (error: ExecFileException) => {
      throw new CommandError(`pip could not install ${wanted.trim().replace("\n", " and ")}.\n${details(error)}`);
    },
  );
  await writeFile(stampFile, wanted);
  return { binDirectory };
}

/** MiniStack needs Python 3.10. */
async function checkPython(): Promise<void> {
  const script = "import sys; print('%d.%d' % sys.version_info[:2]); sys.exit(sys.version_info < (3, 10))";
  await run("python3", ["-c", script]).catch((error: ExecFileException) => {
    const found = error.code === "ENOENT" ? "there is no python3" : `python3 is ${error.stdout?.trim()}`;
    throw new CommandError(
      `The emulator is written in Python and needs 3.10 or newer, but ${found}: https://www.python.org/downloads/\n` +
        "npm start runs Postagram without it.",
    );
  });
}

function details(error: ExecFileException): string {
  return (error.stderr || error.stdout || error.message).trim().split("\n").slice(-12).join("\n");
}
