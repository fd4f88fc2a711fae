import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { localStatePath } from "../../stacks/postagram-stack";
import { CommandError, runCommand } from "../command";
import { type DeployableStack, STACKS, stackOf } from "../deploy/stacks";
import { type ProviderSchemas, readProviderSchemas } from "./provider-schema";
import { type JsonObject, renderHcl } from "./render";

const HELP = `Usage: npm run export:hcl [-- options] [stack ...]

Writes stacks, all of them unless some are named, as plain HCL that Terraform
and OpenTofu take by themselves, with what they deploy beside it:
export/<stack>/. They are configured as the environment and .env have it.

Resources keep their addresses, so that what is deployed can be gone on with:
copy terraform.<stack>.tfstate into export/.

  --output FOLDER  where to write                                      (export)
  --help

Environment:
  TF_CMD           Terraform or OpenTofu, which knows the providers (terraform)
`;

const ROOT = path.resolve(__dirname, "../..");
const TERRAFORM = process.env.TF_CMD || "terraform";
const SYNTHESIZED = path.join(ROOT, "build", "export");

async function main(): Promise<void> {
  const { values, positionals } = readArguments();
  if (values.help) return void process.stdout.write(HELP);
  const stacks = positionals.length > 0 ? positionals.map(stackOf) : STACKS;
  let schemas: ProviderSchemas | undefined;
  for (const stack of stacks) {
    const synthesized = await synthesize(stack);
    const configuration = await readConfiguration(synthesized);
    // Those of one stack are those of all: each uses the same providers.
    schemas ??= await providerSchemas(configuration);
    const directory = path.resolve(values.output, stack.name);
    await writeStack(renderHcl(configuration, schemas), directory);
    await cp(path.join(synthesized, "assets"), path.join(directory, "assets"), { recursive: true });
    await run(TERRAFORM, ["fmt", "-list=false", directory]);
    process.stdout.write(`${path.relative(process.cwd(), directory)}${path.sep}\n`);
  }
}

/** @returns the folder of the stack in Terraform's JSON syntax. */
async function synthesize(stack: DeployableStack): Promise<string> {
  await mkdir(SYNTHESIZED, { recursive: true });
  await run(process.execPath, ["--import", "tsx", stack.main], { ...process.env, CDKTF_OUTDIR: SYNTHESIZED });
  return path.join(SYNTHESIZED, "stacks", stack.name);
}

/** @returns the stack in Terraform's JSON syntax, with the paths of state files changed to where an export has them. */
async function readConfiguration(synthesized: string): Promise<JsonObject> {
  let json = await readFile(path.join(synthesized, "cdk.tf.json"), "utf8");
  // Beside the stacks' folders, so that all of it can be moved anywhere.
  for (const { name } of STACKS) json = json.replaceAll(localStatePath(name), `../terraform.${name}.tfstate`);
  if (json.includes(ROOT)) throw new Error(`${synthesized} holds a path of this machine.`);
  return JSON.parse(json);
}

async function providerSchemas({ terraform, ...rest }: JsonObject): Promise<ProviderSchemas> {
  const { backend: _backend, ...settings } = terraform as JsonObject;
  const directory = await mkdtemp(path.join(tmpdir(), "postagram-schemas-"));
  try {
    return await readProviderSchemas({ terraform: settings, ...rest }, directory, TERRAFORM);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${TERRAFORM} has to be installed, and to reach the AWS provider.\n${reason}`);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function writeStack(files: Record<string, string>, directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  for (const [file, hcl] of Object.entries(files)) {
    if (hcl !== "") await writeFile(path.join(directory, file), hcl);
  }
}

async function run(command: string, args: readonly string[], env = process.env): Promise<void> {
  const child = spawn(command, args, { cwd: ROOT, env, stdio: ["ignore", "inherit", "inherit"] });
  const [code] = await once(child, "close");
  if (code !== 0) throw new CommandError(`${command} ${args.join(" ")} failed.`);
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        output: { type: "string", default: "export" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
  } catch (error) {
    throw new CommandError(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
  }
}

runCommand(main);
