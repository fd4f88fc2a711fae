import { existsSync } from "node:fs";
import { App, type TerraformStack } from "cdktf";
import { ConfigError } from "../environment/environment-reader";

/**
 * What an entry of a stack does: synthesizes it, as the environment and `.env` have it, into `cdktf.out`. Where the
 * environment is not what the stack needs, it says so on standard error and ends with status 1.
 */
export function synthesizeStack(make: (app: App, env: NodeJS.ProcessEnv) => TerraformStack): void {
  if (existsSync(".env")) process.loadEnvFile(".env");
  try {
    const app = new App({ stackTraces: false });
    make(app, process.env);
    app.synth();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
