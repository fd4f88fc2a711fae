import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EC2Client } from "@aws-sdk/client-ec2";
import { S3Client } from "@aws-sdk/client-s3";
import { freePort } from "../../bench/product/free-port";
import type { DeploymentTarget } from "../../local/deploy/cdktf";
import { type Outputs, outputsFile, readOutputs } from "../../local/deploy/outputs";
import { stackOf } from "../../local/deploy/stacks";
import { emulatorEnvironment, terraformEnvironment } from "../../local/emulator/environment";
import { ensurePythonTools } from "../../local/emulator/python-tools";
import { readEmulatorSettings } from "../../local/emulator/settings";
import { runProgram } from "./run-command";
import { timed } from "./timed";

/** Both stacks on an emulator, which `npm run deploy:local` has started and deployed to. */
export interface Deployment {
  /** A folder for files of the test's own. */
  readonly directory: string;
  /** The environment of whoever types the commands. */
  readonly env: NodeJS.ProcessEnv;
  readonly target: DeploymentTarget;
  /** What `npm run deploy:local` printed. */
  readonly printed: string;
  /** Of both stacks. */
  readonly outputs: Outputs;
  readonly ec2: EC2Client;
  readonly s3: S3Client;
  readonly dynamodb: DynamoDBClient;
  stop(): Promise<void>;
}

/** Of its own in all, folder and ports: an emulator that a developer has running stays as it is. */
export async function deployFromNothing(): Promise<Deployment> {
  const directory = await mkdtemp(path.join(tmpdir(), "postagram-deploy-"));
  const env = {
    ...process.env,
    LOCAL_DATA_DIR: directory,
    AWS_ENDPOINT_URL: `http://localhost:${await freePort()}`,
    AWS_ENDPOINT_URL_REKOGNITION: `http://localhost:${await freePort()}`,
    RATE_LIMIT: "0", // the contract tests write more than a person
    EC2_PUBLIC_KEY: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIr8b0GrEDZdpN7sXb1LqtUO9XW4PXzpVJ0G1nE0WcQ3 e2e",
  };
  const settings = readEmulatorSettings(env);
  const { binDirectory } = await timed("install MiniStack and tflocal", () => ensurePythonTools(() => undefined));
  const onEmulator = emulatorEnvironment(env, settings);
  const target = { directory: settings.directory, env: terraformEnvironment(onEmulator, binDirectory) };
  Object.assign(process.env, onEmulator);

  const program = "local/emulator/deploy-local.ts";
  const printed = await timed("deploy both stacks from nothing", () => runProgram(program, [], env));
  const [ec2, dynamodb] = [new EC2Client(), new DynamoDBClient()];
  const s3 = new S3Client({ forcePathStyle: true, requestChecksumCalculation: "WHEN_REQUIRED" });
  return {
    directory,
    env,
    target,
    printed,
    // Those of the other stack went when this one was synthesized.
    outputs: { ...printedOutputs(printed), ...(await readOutputs(outputsFile(target, stackOf("server")))) },
    ec2,
    s3,
    dynamodb,
    async stop() {
      await runProgram("local/emulator/emulator.ts", ["--stop"], env);
      for (const client of [ec2, s3, dynamodb]) client.destroy();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function printedOutputs(printed: string): Outputs {
  return Object.fromEntries(
    [...printed.matchAll(/^ {2}(\w+) {2,}(\S+)$/gm)].map(([, name = "", value = ""]) => [name, value]),
  );
}
