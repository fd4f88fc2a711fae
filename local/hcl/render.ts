import { type BlockSchema, findSchema, type ProviderSchemas, type SchemaKind } from "./provider-schema";
import { templateExpression } from "./template";

/** A value of Terraform's JSON syntax. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

/** What blocks of Terraform's own may hold beside arguments, said as providers say it of theirs. */
const TERRAFORM: BlockSchema = { block_types: { required_providers: { block: {} } } };
const LIFECYCLE: BlockSchema = { block_types: { precondition: { block: {} }, postcondition: { block: {} } } };
const VARIABLE: BlockSchema = { block_types: { validation: { block: {} } } };
const OUTPUT: BlockSchema = { block_types: { precondition: { block: {} } } };

/** Arguments whose strings are no templates but references. */
const REFERENCES = ["depends_on", "ignore_changes", "provider", "replace_triggered_by"];

/** What the stacks do not use, and would need rules of its own. */
const UNSUPPORTED = ["connection", "dynamic", "provisioner"];

/**
 * Writes a configuration in Terraform's JSON syntax as HCL, in files by the names that are usual. It means the same:
 * names, and so addresses in the state, stay as they are.
 *
 * @throws {Error} where it holds something that this does not know.
 */
export function renderHcl(configuration: JsonObject, schemas: ProviderSchemas): Record<string, string> {
  const { "//": _comment, terraform, provider, variable, locals, data, resource, output, ...rest } = configuration;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw new Error(`${unknown} is not supported.`);

  const schemaOf = (kind: SchemaKind) => (name: string) => findSchema(schemas, kind, name);
  return {
    "terraform.tf": join([renderTerraform(terraform), ...renderNamed("provider", provider, schemaOf("provider"))]),
    "variables.tf": join(renderNamed("variable", variable, () => VARIABLE)),
    "main.tf": join([
      ...(locals === undefined ? [] : [renderBlock("locals", locals, {})]),
      ...renderTyped("data", data, schemaOf("data_source_schemas")),
      ...renderTyped("resource", resource, schemaOf("resource_schemas")),
    ]),
    "outputs.tf": join(renderNamed("output", output, () => OUTPUT)),
  };
}

function renderTerraform(terraform: Json = {}): string {
  const { backend, ...settings } = object(terraform);
  const backends = Object.entries(object(backend ?? {})).map(([type, body]) =>
    renderBlock(`backend "${type}"`, body, {}),
  );
  return `terraform {\n${renderBody(settings, TERRAFORM)}\n${backends.join("")}}\n`;
}

/** Blocks with one label, such as `output "url"`; there can be several providers of a name. */
function renderNamed(keyword: string, blocks: Json = {}, schemaOf: (name: string) => BlockSchema): string[] {
  return Object.entries(object(blocks)).flatMap(([name, bodies]) =>
    list(bodies).map((body) => renderBlock(`${keyword} "${name}"`, body, schemaOf(name))),
  );
}

/** Blocks with two labels, such as `resource "aws_s3_bucket" "images"`. */
function renderTyped(keyword: string, types: Json = {}, schemaOf: (type: string) => BlockSchema): string[] {
  return Object.entries(object(types)).flatMap(([type, blocks]) =>
    Object.entries(object(blocks)).map(([name, body]) =>
      renderBlock(`${keyword} "${type}" "${name}"`, body, schemaOf(type)),
    ),
  );
}

function renderBlock(header: string, body: Json, schema: BlockSchema): string {
  return `${header} {\n${renderBody(object(body), schema)}}\n`;
}

/** Arguments first, then blocks, with a line between. */
function renderBody(body: JsonObject, schema: BlockSchema): string {
  let args = "";
  let blocks = "";
  for (const [name, value] of Object.entries(body)) {
    if (name === "//") continue;
    const nested = nestedSchema(name, value, schema);
    if (nested === undefined) args += `${name} = ${renderArgument(name, value, schema)}\n`;
    else for (const one of list(value)) blocks += `\n${renderBlock(name, one, nested)}`;
  }
  return args === "" ? blocks.trimStart() : args + blocks;
}

/** What may stand in the block of that name, unless it is an argument. */
function nestedSchema(name: string, value: Json, schema: BlockSchema): BlockSchema | undefined {
  const block = schema.block_types?.[name]?.block;
  if (block !== undefined) return block;
  const attribute = schema.attributes?.[name];
  if (attribute !== undefined) return isBlockLike(attribute.type) && list(value).length > 0 ? {} : undefined;
  if (UNSUPPORTED.includes(name)) throw new Error(`${name} is not supported.`);
  return name === "lifecycle" ? LIFECYCLE : undefined;
}

/** Lists of objects may be written as blocks: https://developer.hashicorp.com/terraform/language/attr-as-blocks */
function isBlockLike(type: unknown): boolean {
  if (!Array.isArray(type) || !["list", "set"].includes(type[0])) return false;
  return Array.isArray(type[1]) && type[1][0] === "object";
}

function renderArgument(name: string, value: Json, schema: BlockSchema): string {
  const isBare = schema.attributes?.[name] === undefined && REFERENCES.includes(name);
  const isType = schema === VARIABLE && name === "type";
  return isBare || isType ? renderBare(value) : renderValue(value);
}

function renderValue(value: Json): string {
  if (typeof value === "string") return templateExpression(value);
  if (isList(value))
    return value.length === 0 ? "[]" : `[\n${value.map((item) => `${renderValue(item)},\n`).join("")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  const entries = Object.entries(value).map(([name, item]) => `${renderKey(name)} = ${renderValue(item)}\n`);
  return entries.length === 0 ? "{}" : `{\n${entries.join("")}}`;
}

function renderKey(name: string): string {
  return /^[A-Za-z_][\w-]*$/.test(name) ? name : `(${templateExpression(name)})`;
}

function renderBare(value: Json): string {
  return isList(value) ? `[\n${value.map((item) => `${item},\n`).join("")}]` : String(value);
}

function join(blocks: readonly string[]): string {
  return blocks.join("\n");
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function list(value: Json): readonly Json[] {
  return isList(value) ? value : [value];
}

function object(value: Json): JsonObject {
  if (typeof value === "object" && value !== null && !isList(value)) return value;
  throw new Error(`It has to be an object: ${JSON.stringify(value)}`);
}
