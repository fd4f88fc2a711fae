import { tmpdir } from "node:os";
import path from "node:path";
import { type TerraformStack, Testing } from "cdktf";
import { readServerConfig, readServerlessConfig } from "../../stacks/config";
import { ServerStack } from "../../stacks/server-stack";
import { ServerlessStack } from "../../stacks/serverless-stack";

/** Arguments of a resource, data source or output, with Terraform's names. */
export type Block = Readonly<Record<string, unknown>>;

type Blocks = Readonly<Record<string, Readonly<Record<string, Block>>>>;

/** A stack as Terraform gets it: Terraform's JSON syntax. */
export interface SynthesizedStack {
  readonly name: string;
  readonly resource?: Blocks;
  readonly data?: Blocks;
  readonly locals?: Readonly<Record<string, unknown>>;
  readonly output?: Readonly<Record<string, Block>>;
}

/** The stacks of Postagram as they are with every variable at its default, from the entry inwards. */
export function synthesizeStacks(): SynthesizedStack[] {
  // The folder stays empty, and the flags are those of `cdktf.json`: none.
  const app = Testing.app({ outdir: path.join(tmpdir(), "postagram-architecture"), enableFutureFlags: false });
  return [
    // Any file stands for the webservice's archive, whose content is in no picture.
    synthesize("postagram-server", new ServerStack(app, { config: readServerConfig({}), archive: __filename })),
    synthesize("postagram-serverless", new ServerlessStack(app, { config: readServerlessConfig({}) })),
  ];
}

function synthesize(name: string, stack: TerraformStack): SynthesizedStack {
  return { name, ...JSON.parse(Testing.synth(stack)) };
}
