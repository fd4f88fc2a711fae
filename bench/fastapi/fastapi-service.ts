import { mkdirSync } from "node:fs";
import path from "node:path";
import { startChildService } from "../product/child-service";
import type { EmbeddedAwsAccess, RunningWebservice } from "../product/postagram";

/**
 * Starts the FastAPI service of `posts.py` on an embedded AWS: one uvicorn worker, which is one process as the webservice
 * is, with uvloop and httptools, and its access log on, into a file as the webservice's.
 *
 * @param python what `ensureFastapi` gave.
 * @param directory a folder for its log.
 */
export async function startFastapi(
  python: string,
  directory: string,
  aws: EmbeddedAwsAccess,
): Promise<RunningWebservice> {
  mkdirSync(directory, { recursive: true });
  const { pid, ready, stop } = await startChildService({
    name: "The FastAPI service",
    command: python,
    args: ["-m", "uvicorn", "posts:app", "--app-dir", __dirname, "--port", "0", "--workers", "1"],
    cwd: directory,
    // boto3 has a name of its own for the region.
    env: { ...aws.env, AWS_DEFAULT_REGION: aws.settings.region, PYTHONDONTWRITEBYTECODE: "1" },
    ready: /Uvicorn running on (http:\S+)/,
    logFile: path.join(directory, "fastapi.log"),
  });
  return { url: ready[1] ?? "", pid, stop };
}
