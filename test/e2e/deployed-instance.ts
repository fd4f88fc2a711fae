import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import {
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  type EC2Client,
} from "@aws-sdk/client-ec2";
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { eventually } from "../postagram";

/** What the user data of an instance sets before its script; see `stacks/user-data/webservice.sh`. */
export interface UserDataVariables {
  readonly AWS_REGION: string;
  readonly ARTIFACT_BUCKET: string;
  readonly ARTIFACT_KEY: string;
  readonly ARTIFACT_VERSION: string;
  readonly ARTIFACT_SHA256: string;
  /** Environment of the webservice, a variable a line. */
  readonly SERVICE_ENVIRONMENT: string;
}

/** Reads the user data of the one launch template there is, as EC2 has it. */
export async function readUserData(ec2: EC2Client): Promise<UserDataVariables> {
  const { LaunchTemplates = [] } = await ec2.send(new DescribeLaunchTemplatesCommand());
  expect(LaunchTemplates).toHaveLength(1);
  const LaunchTemplateId = LaunchTemplates[0]?.LaunchTemplateId;
  const { LaunchTemplateVersions } = await ec2.send(
    new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId, Versions: ["$Latest"] }),
  );
  const script = Buffer.from(LaunchTemplateVersions?.[0]?.LaunchTemplateData?.UserData ?? "", "base64").toString(
    "utf8",
  );
  expect(script.startsWith("#!/usr/bin/env bash\nexport ")).toBe(true);
  const head = script.slice(0, script.indexOf("\n#!", 1));
  // The shell itself says what the lines mean.
  const json = execFileSync("bash", ["-c", `${head}\n"$NODE" -p 'JSON.stringify(process.env)'`], {
    env: { NODE: process.execPath },
    encoding: "utf8",
  });
  return JSON.parse(json);
}

/** Fetches the artifact that the user data names, that version of it, and unpacks it if its hash is the one named. */
export async function installArtifact(s3: S3Client, user: UserDataVariables, directory: string): Promise<void> {
  const { Body } = await s3.send(
    new GetObjectCommand({ Bucket: user.ARTIFACT_BUCKET, Key: user.ARTIFACT_KEY, VersionId: user.ARTIFACT_VERSION }),
  );
  const archive = (await Body?.transformToByteArray()) ?? new Uint8Array();
  expect(createHash("sha256").update(archive).digest("hex")).toBe(user.ARTIFACT_SHA256);
  const file = path.join(directory, "webservice.tar.gz");
  const home = path.join(directory, "webservice");
  await mkdir(home, { recursive: true });
  await writeFile(file, archive);
  execFileSync("tar", ["--extract", "--gzip", "--file", file, "--directory", home]);
}

/**
 * Starts what has been installed, under the environment of the user data, which credentials are added to as an instance
 * has them by its role; on another port, so that it is in nobody's way.
 */
export async function startInstance(
  user: UserDataVariables,
  directory: string,
  options: { port: number; credentials: NodeJS.ProcessEnv },
): Promise<{ environment: Record<string, string>; stop(): Promise<void> }> {
  const environment = Object.fromEntries(
    user.SERVICE_ENVIRONMENT.split("\n").map((line) => {
      const equals = line.indexOf("=");
      return [line.slice(0, equals), line.slice(equals + 1)];
    }),
  );
  const child: ChildProcess = spawn(process.execPath, ["server.js"], {
    cwd: path.join(directory, "webservice"),
    env: { ...environment, ...options.credentials, PORT: String(options.port), HOST: "127.0.0.1", DRAIN_SECONDS: "0" },
    stdio: "ignore",
  });
  const ended = once(child, "exit");
  await eventually(async () => {
    if (child.exitCode !== null) throw new Error(`The webservice ended with status ${child.exitCode}.`);
    const ready = await fetch(`http://127.0.0.1:${options.port}/ready`).catch(() => undefined);
    return ready?.ok || undefined;
  }, 30);
  return {
    environment,
    async stop() {
      child.kill("SIGTERM");
      const [code] = await ended;
      expect(code).toBe(0);
    },
  };
}
