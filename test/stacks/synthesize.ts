import { tmpdir } from "node:os";
import path from "node:path";
import { type App, type TerraformStack, Testing } from "cdktf";

/** Arguments of a resource, data source or output, with Terraform's names. */
export type Block = Record<string, unknown>;

/** A stack as Terraform gets it. */
export interface SynthesizedStack {
  /** All of it as HCL, with the hashes of assets masked, so that only what a change means changes it. */
  hcl(): string;
  /** The resources of a type by their ids in the stack; empty where there are none. */
  resources(type: string): Record<string, Block>;
  /** The data sources of a type by their ids in the stack. */
  data(type: string): Record<string, Block>;
  /** The one resource of a type. @throws where there is none, or are more. */
  resource(type: string): Block;
  /** The types of all resources, sorted. */
  readonly types: readonly string[];
  readonly outputs: Record<string, Block>;
  readonly variables: Record<string, Block>;
  readonly locals: Record<string, unknown>;
  /** The block `terraform`, with the backend. */
  readonly terraform: Block;
}

interface TerraformJson {
  readonly resource?: Record<string, Record<string, Block>>;
  readonly data?: Record<string, Record<string, Block>>;
  readonly output?: Record<string, Block>;
  readonly variable?: Record<string, Block>;
  readonly locals?: Record<string, unknown>;
  readonly terraform?: Block;
}

/**
 * Synthesizes a stack without Terraform, and without writing its assets anywhere.
 *
 * @example
 * ```ts
 * const stack = synthesize((app) => new ServerlessStack(app, { config: readServerlessConfig({}) }));
 * expect(stack.resource("aws_dynamodb_table")).toMatchObject({ billing_mode: "PAY_PER_REQUEST" });
 * ```
 */
export function synthesize(make: (app: App) => TerraformStack): SynthesizedStack {
  // The folder stays empty, and the flags are those of `cdktf.json`: none.
  const app = Testing.app({ outdir: path.join(tmpdir(), "postagram-synthesis"), enableFutureFlags: false });
  const stack = make(app);
  const json: TerraformJson = JSON.parse(Testing.synth(stack, true));
  const { resource = {}, data = {}, output = {}, variable = {}, locals = {}, terraform = {} } = json;
  return {
    hcl: () => maskHashes(String(Testing.synthHcl(stack))),
    resources: (type) => resource[type] ?? {},
    data: (type) => data[type] ?? {},
    resource(type) {
      const [first, ...others] = Object.values(resource[type] ?? {});
      if (first === undefined || others.length > 0) {
        throw new Error(`The stack has ${first === undefined ? "no" : others.length + 1} ${type}`);
      }
      return first;
    },
    types: Object.keys(resource).sort(),
    outputs: output,
    variables: variable,
    locals,
    terraform,
  };
}

/** Hashes of assets are parts of their paths, in upper or lower case hexadecimal digits. */
function maskHashes(hcl: string): string {
  return hcl.replace(/\b(?:[0-9A-F]{32}|[0-9a-f]{64})\b/g, "<hash>");
}
