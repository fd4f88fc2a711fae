import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { type DeploymentTarget, terraformDirectory } from "../../local/deploy/cdktf";
import type { DeployableStack } from "../../local/deploy/stacks";
import type { TerraformPlan } from "./plan-changes";
import { runProgram } from "./run-command";

const run = promisify(execFile);

/** Plans a stack that is deployed, as it is now. */
export async function planAgain(stack: DeployableStack, target: DeploymentTarget): Promise<TerraformPlan> {
  await runProgram(stack.main, [], { ...target.env, CDKTF_OUTDIR: path.join(target.directory, "cdktf.out") });
  const options = { cwd: terraformDirectory(target, stack), env: target.env, maxBuffer: 64 * 1024 * 1024 };
  await run("tflocal", ["init", "-input=false"], options);
  await run("tflocal", ["plan", "-input=false", "-out=second.plan"], options);
  const { stdout } = await run("terraform", ["show", "-json", "second.plan"], options);
  return JSON.parse(stdout);
}
