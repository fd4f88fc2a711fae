import { execFile } from "node:child_process";
import path from "node:path";
import { parseArgs, promisify } from "node:util";
import { CommandError, runCommand } from "../command";
import { describeCounts, followApply } from "../deploy/apply-progress";
import { type DeploymentTarget, runCdktfLogged } from "../deploy/cdktf";
import { type Outputs, outputsFile, readOutputs } from "../deploy/outputs";
import { step } from "../deploy/progress";
import { type DeployableStack, STACKS } from "../deploy/stacks";
import { describeDeployment } from "./describe-deployment";
import { emulatorEnvironment, terraformEnvironment } from "./environment";
import { probeEmulator, probeRekognition } from "./probe";
import { startEmulatorInBackground } from "./process";
import { ensurePythonTools } from "./python-tools";
import { type EmulatorSettings, readEmulatorSettings } from "./settings";

const HELP = `Usage: npm run deploy:local

Deploys Postagram to an emulator of AWS on this machine: to whatever answers as
LocalStack does at AWS_ENDPOINT_URL, or else to one that it installs and starts
in the background (npm run emulator -- --stop stops it). Run it again to deploy
what has changed. It needs Terraform and Python.

The Terraform state lies in .local/emulator/, apart from that of AWS.

Environment:
  AWS_ENDPOINT_URL              where the emulator is  (http://localhost:4566)
  AWS_ENDPOINT_URL_REKOGNITION  where the stand-in for Rekognition is, as
                                functions reach it     (http://localhost:4568)
  LOCAL_DATA_DIR                logs and state lie in emulator/ there  (.local)
  TF_VAR_ec2_api_key            API key of the EC2 control, 20 characters or more
`;

async function main(): Promise<void> {
  if (readArguments().help) return void process.stdout.write(HELP);
  const began = performance.now();
  const settings = readEmulatorSettings(process.env);
  await checkTerraform();
  process.stdout.write(`\nPostagram on an emulator of AWS\n\n`);

  const { binDirectory } = await step("MiniStack and tflocal", async (report) => {
    let summary = "installed before";
    const tools = await ensurePythonTools(() => {
      summary = "installed into .venv/";
      report("installing ...");
    });
    return { ...tools, summary };
  });
  await step("emulator", async (report) => ({ summary: await ensureEmulator(settings, report) }));

  const env = terraformEnvironment(emulatorEnvironment(process.env, settings), binDirectory);
  const target = { directory: settings.directory, env };
  const outputs: Outputs = {};
  for (const stack of STACKS) Object.assign(outputs, await deploy(stack, target));
  const total = ((performance.now() - began) / 1000).toFixed(0);
  process.stdout.write(`\nDone in ${total} s.\n${describeDeployment(outputs, env)}`);
}

async function checkTerraform(): Promise<void> {
  const binary = process.env.TF_CMD || "terraform";
  await promisify(execFile)(binary, ["version"]).catch(() => {
    throw new CommandError(
      `${binary} is not installed, or not on the PATH: https://developer.hashicorp.com/terraform/install\n` +
        "npm start runs Postagram without it.",
    );
  });
}

/** @returns what runs now, for people. */
async function ensureEmulator(settings: EmulatorSettings, report: (text: string) => void): Promise<string> {
  const { endpoint, rekognitionEndpoint } = settings;
  const [emulator, rekognition] = await Promise.all([probeEmulator(endpoint), probeRekognition(rekognitionEndpoint)]);
  if (emulator.kind === "found" && rekognition.kind === "found")
    return `${emulator.name} at ${endpoint}, running before`;
  report("starting ...");
  const name = await startEmulatorInBackground(settings);
  const what = emulator.kind === "found" ? "running before; started the stand-in for Rekognition" : "started";
  return `${name} at ${endpoint}, ${what}`;
}

async function deploy(stack: DeployableStack, target: DeploymentTarget): Promise<Outputs> {
  await step(stack.name, async (report) => {
    report("synthesizing ...");
    const progress = followApply(report);
    await runCdktfLogged("deploy", stack, target, {
      args: ["--outputs-file-include-sensitive-outputs"],
      logFile: path.join(target.directory, `deploy.${stack.id}.log`),
      onLine: progress.onLine,
    });
    return { summary: describeCounts(progress.counts()) };
  });
  return readOutputs(outputsFile(target, stack));
}

function readArguments() {
  try {
    return parseArgs({ options: { help: { type: "boolean", short: "h", default: false } } }).values;
  } catch (error) {
    throw new CommandError(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
  }
}

runCommand(main);
