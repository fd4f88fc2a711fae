import { execFile } from "node:child_process";
import { copyFile } from "node:fs/promises";
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
  return plan(terraformDirectory(target, stack), target.env);
}

/** Plans stacks that are deployed by what `npm run export:hcl` writes of them, on a copy of their states. */
export async function planExports(
  stacks: readonly DeployableStack[],
  target: DeploymentTarget,
): Promise<TerraformPlan[]> {
  const directory = path.join(target.directory, "export");
  await runProgram("local/hcl/export-hcl.ts", ["--output", directory], target.env);
  for (const { name } of stacks) {
    const state = `terraform.${name}.tfstate`;
    await copyFile(path.join(target.directory, state), path.join(directory, state));
  }
  const plans: TerraformPlan[] = [];
  for (const { name } of stacks) plans.push(await plan(path.join(directory, name), target.env));
  return plans;
}

async function plan(cwd: string, env: NodeJS.ProcessEnv): Promise<TerraformPlan> {
  const options = { cwd, env, maxBuffer: 64 * 1024 * 1024 };
  await run("tflocal", ["init", "-input=false"], options);
  await run("tflocal", ["plan", "-input=false", "-out=second.plan"], options);
  const { stdout } = await run("terraform", ["show", "-json", "second.plan"], options);
  return JSON.parse(stdout);
}
