import { readFile } from "node:fs/promises";
import path from "node:path";
import type { DeployableStack } from "./stacks";

/** A deployment's outputs by name; the stacks say what each is. */
export type Outputs = Record<string, string>;

/** Where `cdktf deploy` writes a stack's outputs. */
export function outputsFile({ directory }: { directory: string }, stack: DeployableStack): string {
  return path.join(directory, "cdktf.out", `outputs.${stack.id}.json`);
}

/** Reads what `cdktf deploy` has written, where outputs are nested as the constructs are that they belong to. */
export async function readOutputs(file: string): Promise<Outputs> {
  const outputs: Outputs = {};
  const collect = (nested: object): void => {
    for (const [name, value] of Object.entries(nested)) {
      if (typeof value === "object" && value !== null) collect(value);
      else outputs[name] = String(value);
    }
  };
  collect(JSON.parse(await readFile(file, "utf8")));
  return outputs;
}
