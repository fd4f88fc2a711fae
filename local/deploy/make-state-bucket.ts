import { existsSync } from "node:fs";
import { S3Client } from "@aws-sdk/client-s3";
import { EnvironmentReader } from "../../environment/environment-reader";
import { readStackConfig } from "../../stacks/config";
import { CommandError, runCommand } from "../command";
import { ensureStateBucket } from "./state-bucket";

const HELP = `Usage: npm run state-bucket

Makes the S3 bucket that TF_STATE_BUCKET names, which the stacks keep their
Terraform state in: versioned, encrypted, private. Run it again without harm.

Environment, or .env:
  TF_STATE_BUCKET  its name, which nobody else in the world has
  TF_STATE_REGION  its region                                    (AWS_REGION)
`;

async function main(args: readonly string[]): Promise<void> {
  if (args.length > 0) {
    if (args.some((arg) => ["--help", "-h"].includes(arg))) return void process.stdout.write(HELP);
    throw new CommandError(`It takes no "${args[0]}".\n\n${HELP}`);
  }
  if (existsSync(".env")) process.loadEnvFile(".env");
  const reader = new EnvironmentReader(process.env);
  const { remoteState, endpoint } = readStackConfig(reader);
  reader.finish();
  if (remoteState === undefined) throw new CommandError(`TF_STATE_BUCKET is not set: it has to be the bucket's name.`);
  const { bucket, region } = remoteState;
  // An emulator knows no host names of buckets.
  const s3 = new S3Client({ region, forcePathStyle: endpoint !== undefined });
  const isNew = await ensureStateBucket(s3, bucket, region);
  process.stdout.write(
    `The bucket ${bucket} is ${isNew ? "made" : "there"}: versioned, encrypted, private, in ${region}.\n`,
  );
}

runCommand(() => main(process.argv.slice(2)));
