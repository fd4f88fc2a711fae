import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The part of `terraform providers schema -json` that tells blocks from attributes, which JSON does not. */
export interface ProviderSchemas {
  readonly provider_schemas: Readonly<Record<string, ProviderSchema>>;
}

interface ProviderSchema {
  readonly provider?: { readonly block: BlockSchema };
  readonly resource_schemas?: Readonly<Record<string, { readonly block: BlockSchema }>>;
  readonly data_source_schemas?: Readonly<Record<string, { readonly block: BlockSchema }>>;
}

export type SchemaKind = "provider" | "resource_schemas" | "data_source_schemas";

/** What may stand in a block. */
export interface BlockSchema {
  readonly attributes?: Readonly<Record<string, { readonly type?: unknown }>>;
  readonly block_types?: Readonly<Record<string, { readonly block: BlockSchema }>>;
}

/**
 * Asks Terraform for the schemas of all providers that a configuration uses.
 *
 * @param configuration in Terraform's JSON syntax, without a backend, which would have to be there.
 * @param directory an empty folder to ask in.
 * @param terraform the program, Terraform's or OpenTofu's.
 */
export async function readProviderSchemas(
  configuration: object,
  directory: string,
  terraform: string,
): Promise<ProviderSchemas> {
  await writeFile(path.join(directory, "main.tf.json"), JSON.stringify(configuration));
  const options = { cwd: directory, maxBuffer: 512 * 1024 * 1024 };
  await run(terraform, ["init", "-input=false"], options);
  const { stdout } = await run(terraform, ["providers", "schema", "-json"], options);
  return JSON.parse(stdout);
}

/** What Terraform brings along itself; neither holds a block of its own. */
const BUILT_IN = ["terraform_data", "terraform_remote_state"];

/** @throws {Error} where no provider has such a thing. */
export function findSchema(
  { provider_schemas: providers }: ProviderSchemas,
  kind: SchemaKind,
  name: string,
): BlockSchema {
  if (BUILT_IN.includes(name)) return {};
  for (const [address, schema] of Object.entries(providers)) {
    const found = kind === "provider" ? address.endsWith(`/${name}`) && schema.provider : schema[kind]?.[name];
    if (found) return found.block;
  }
  throw new Error(`No provider has a schema of ${name}.`);
}
