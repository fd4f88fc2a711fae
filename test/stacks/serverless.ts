import { readServerlessConfig } from "../../stacks/config";
import { ServerlessStack } from "../../stacks/serverless-stack";
import { type SynthesizedStack, synthesize } from "./synthesize";

const stacks = new Map<string, SynthesizedStack>();

/** The stack `postagram-serverless` in an environment of these variables alone, synthesized once for each. */
export function serverless(env: NodeJS.ProcessEnv = {}): SynthesizedStack {
  const key = JSON.stringify(env);
  const stack = stacks.get(key) ?? synthesize((app) => new ServerlessStack(app, { config: readServerlessConfig(env) }));
  stacks.set(key, stack);
  return stack;
}
