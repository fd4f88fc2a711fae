import { existsSync } from "node:fs";
import path from "node:path";
import { CommandError, runCommand } from "../command";
import { deploymentTarget } from "./aws-target";
import { type CdktfVerb, type DeploymentTarget, runCdktf } from "./cdktf";
import { followInstanceRefresh } from "./instance-refresh";
import { outputsFile, readOutputs } from "./outputs";
import { type DeployableStack, STACKS, stackOf } from "./stacks";

const HELP = `Usage: npm run deploy:<stack>  [-- options of cdktf deploy]
       npm run diff           [-- stack] [-- options of cdktf diff]
       npm run destroy        [-- stack] [-- options of cdktf destroy]

Deploys a stack (serverless, or server, which needs the other one) to the AWS
account that the environment or .env names; shows what a deployment would
change; destroys what is deployed. diff and destroy do so for all stacks unless
one is named; destroy goes in reverse order.

cdktf asks before it changes anything. Some of its options:
  --auto-approve           does not ask
  --terraform-parallelism  how many resources at a time
  --help                   shows this; npx cdktf deploy --help shows them all

deploy:server then waits until the new version runs on all instances, and fails
where that was rolled back.

With AWS_ENDPOINT_URL set, all of these mean the emulator there, which npm run
deploy:local deploys to.
`;

const VERBS: readonly CdktfVerb[] = ["deploy", "destroy", "diff"];

async function main([verb, ...rest]: readonly string[]): Promise<void> {
  const known = VERBS.find((name) => name === verb);
  const end = rest.includes("--") ? rest.indexOf("--") : rest.length;
  if ([verb, ...rest.slice(0, end)].some((arg) => ["--help", "-h"].includes(arg ?? ""))) {
    return void process.stdout.write(HELP);
  }
  if (known === undefined) throw new CommandError(HELP);
  const [first = ""] = rest;
  const isStack = first !== "" && !first.startsWith("-");
  const stacks = isStack ? [stackOf(first)] : known === "destroy" ? STACKS.toReversed() : STACKS;
  const args = isStack ? rest.slice(1) : rest;

  const target = await deploymentTarget(process.env);
  // The AWS SDK reads it there, and has to find the account that Terraform finds.
  for (const name of Object.keys(process.env)) if (!(name in target.env)) delete process.env[name];
  Object.assign(process.env, target.env);
  for (const stack of stacks) {
    if (known === "destroy" && !mayBeDeployed(stack, target)) say(`${stack.name} is not deployed.`);
    else if (known === "deploy") await deploy(stack, target, args);
    else await runCdktf(known, stack, target, args);
  }
}

async function deploy(stack: DeployableStack, target: DeploymentTarget, args: readonly string[]): Promise<void> {
  const began = new Date();
  await runCdktf("deploy", stack, target, args);
  const file = outputsFile(target, stack);
  if (!existsSync(file)) return; // it was not approved, or there was nothing to do
  const { autoscaling_group_name: groupName } = await readOutputs(file);
  if (groupName !== undefined) await followInstanceRefresh(groupName, { began, say });
}

/** Whether there can be anything: a state in S3 is known to `cdktf` alone. */
function mayBeDeployed(stack: DeployableStack, { directory, env }: DeploymentTarget): boolean {
  return Boolean(env.TF_STATE_BUCKET) || existsSync(path.join(directory, `terraform.${stack.name}.tfstate`));
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

runCommand(() => main(process.argv.slice(2)));
