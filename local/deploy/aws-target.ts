import { existsSync } from "node:fs";
import path from "node:path";
import { emulatorEnvironment, terraformEnvironment } from "../emulator/environment";
import { ensurePythonTools } from "../emulator/python-tools";
import { readEmulatorSettings } from "../emulator/settings";
import type { DeploymentTarget } from "./cdktf";

const ROOT = path.resolve(__dirname, "../..");

/**
 * Where the environment and `.env` say to deploy to: an AWS account, or the emulator at `AWS_ENDPOINT_URL`.
 *
 * The two never share a state: Terraform would take what it does not find in the one for gone, and forget it.
 */
export async function deploymentTarget(env: NodeJS.ProcessEnv): Promise<DeploymentTarget> {
  // First, since it may be what names the emulator.
  if (existsSync(".env")) process.loadEnvFile(".env");
  if (env.AWS_ENDPOINT_URL) {
    const settings = readEmulatorSettings(env);
    const { binDirectory } = await ensurePythonTools(() =>
      process.stderr.write("Installing tflocal into .venv/ ...\n"),
    );
    return {
      directory: settings.directory,
      env: terraformEnvironment(emulatorEnvironment(env, settings), binDirectory),
    };
  }
  return { directory: ROOT, env };
}
