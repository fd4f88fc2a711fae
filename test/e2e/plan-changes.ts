import type { KnownGap } from "../../local/emulator/known-gaps";

/** The part of `terraform show -json` that says what a plan would change. */
export interface TerraformPlan {
  readonly resource_changes?: readonly ResourceChange[];
  readonly output_changes?: Readonly<Record<string, { readonly actions: readonly string[] }>>;
}

interface ResourceChange {
  readonly address: string;
  readonly type: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: unknown;
    readonly after: unknown;
    /** Has `true` wherever only the deployment will tell what `after` is. */
    readonly after_unknown: unknown;
  };
}

/**
 * What a plan would change though it is none of the known gaps: a line for each, none where all is well.
 *
 * What only the deployment will tell follows from another change, and counts with that one.
 */
export function unexpectedChanges(plan: TerraformPlan, gaps: readonly KnownGap[]): string[] {
  const resources = (plan.resource_changes ?? []).flatMap(({ address, type, change }) => {
    const actions = change.actions.join(" and ");
    if (["no-op", "read"].includes(actions)) return [];
    if (actions !== "update") return [`${address}: ${actions}`];
    return differences(change.before, change.after, change.after_unknown)
      .filter((path) => !isKnown(gaps, type, path))
      .map((path) => `${address}: ${path}`);
  });
  const outputs = Object.entries(plan.output_changes ?? {})
    .filter(([, { actions }]) => actions.join() !== "no-op")
    .map(([name, { actions }]) => `output ${name}: ${actions.join(" and ")}`);
  return [...resources, ...outputs];
}

/** Whether one of the gaps covers the path or something that it lies in. */
function isKnown(gaps: readonly KnownGap[], type: string, path: string): boolean {
  return gaps.some(
    (gap) =>
      gap.type === type &&
      gap.attributes.some((known) => path === known || path.startsWith(`${known}.`) || path.startsWith(`${known}[`)),
  );
}

/** Paths of all values that differ between two trees, but for those that are unknown. */
function differences(before: unknown, after: unknown, unknown: unknown, path = ""): string[] {
  if (unknown === true) return [];
  const [old, young, open] = [children(before), children(after), children(unknown)];
  if (old === undefined || young === undefined || old.isList !== young.isList) {
    return before === after || (isNothing(before) && isNothing(after)) ? [] : [path];
  }
  const names = new Set([...Object.keys(old.values), ...Object.keys(young.values)]);
  return [...names].flatMap((name) =>
    differences(
      old.values[name],
      young.values[name],
      open?.values[name],
      old.isList ? `${path}[${name}]` : path === "" ? name : `${path}.${name}`,
    ),
  );
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

function children(value: unknown): { isList: boolean; values: Record<string, unknown> } | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  return { isList: Array.isArray(value), values: Object.fromEntries(Object.entries(value)) };
}
