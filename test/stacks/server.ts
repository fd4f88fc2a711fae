import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { readServerConfig } from "../../stacks/config";
import { ServerStack } from "../../stacks/server-stack";
import { type SynthesizedStack, synthesize } from "./synthesize";

/** A Learner Lab: roles may not be created there. */
export const LEARNER_LAB = { EXISTING_ROLE_NAME: "LabRole", EXISTING_INSTANCE_PROFILE: "LabInstanceProfile" };

export const HTTPS = { CERTIFICATE_ARN: "arn:aws:acm:us-east-1:123456789012:certificate/0123" };

const stacks = new Map<string, SynthesizedStack>();

/** The stack `postagram-server` in an environment of these variables alone, synthesized once for each. */
export function server(env: NodeJS.ProcessEnv = {}): SynthesizedStack {
  const key = JSON.stringify(env);
  const stack =
    stacks.get(key) ?? synthesize((app) => new ServerStack(app, { config: readServerConfig(env), archive }));
  stacks.set(key, stack);
  return stack;
}

/** Stands for the webservice, which need not be built to synthesize the stack. */
const archive = path.join(mkdtempSync(path.join(tmpdir(), "postagram-archive-")), "webservice.tar.gz");
writeFileSync(archive, "the webservice");
