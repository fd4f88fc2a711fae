/**
 * What lies at a path in a block of Terraform's JSON syntax, which leaves the list out around the one block of its kind.
 *
 * @example `valueAt(template, "metadata_options", "http_tokens")`
 */
export function valueAt(block: unknown, ...path: readonly string[]): unknown {
  const [first, ...rest] = path;
  const value = Array.isArray(block) && block.length === 1 ? block[0] : block;
  if (first === undefined) return value;
  return isRecord(value) ? valueAt(value[first], ...rest) : undefined;
}

/** The same as text; nothing where there is nothing. */
export function textAt(block: unknown, ...path: readonly string[]): string {
  const value = valueAt(block, ...path);
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** The same as a list: of the one value where there is one, empty where there is none. */
export function listAt(block: unknown, ...path: readonly string[]): readonly unknown[] {
  const [last] = path.slice(-1);
  const parent = valueAt(block, ...path.slice(0, -1));
  const value = last !== undefined && isRecord(parent) ? parent[last] : undefined;
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
