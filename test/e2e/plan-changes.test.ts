import type { KnownGap } from "../../local/emulator/known-gaps";
import { unexpectedChanges } from "./plan-changes";

const GAPS: KnownGap[] = [{ type: "aws_thing", attributes: ["forgotten", "block[0].also"], reason: "for the test" }];

function plan(before: unknown, after: unknown, options: { unknown?: unknown; actions?: string[]; type?: string } = {}) {
  const { unknown = {}, actions = ["update"], type = "aws_thing" } = options;
  return { resource_changes: [{ address: "a", type, change: { actions, before, after, after_unknown: unknown } }] };
}

it("finds nothing where nothing is to be changed", () => {
  expect(unexpectedChanges(plan({ a: 1 }, { a: 2 }, { actions: ["no-op"] }), GAPS)).toEqual([]);
  expect(unexpectedChanges({ output_changes: { url: { actions: ["no-op"] } } }, GAPS)).toEqual([]);
});

it("lets the known gaps of a resource's type through, with all that lies under them", () => {
  const before = { forgotten: null, block: [{ also: 1 }] };
  expect(unexpectedChanges(plan(before, { forgotten: { b: [1] }, block: [{ also: 2 }] }), GAPS)).toEqual([]);
  expect(unexpectedChanges(plan({ forgotten: { b: 1 } }, { forgotten: { b: 2 } }), GAPS)).toEqual([]);
});

it("names what else is to be changed", () => {
  expect(unexpectedChanges(plan({ block: [{ b: 1 }] }, { block: [{ b: 2 }, {}] }), GAPS)).toEqual([
    "a: block[0].b",
    "a: block[1]",
  ]);
  expect(unexpectedChanges(plan({ forgotten_too: 1 }, { forgotten_too: 2 }), GAPS)).toEqual(["a: forgotten_too"]);
  expect(unexpectedChanges(plan({ forgotten: 1 }, { forgotten: 2 }, { type: "aws_other" }), GAPS)).toEqual([
    "a: forgotten",
  ]);
});

it("does not count what only the deployment will tell", () => {
  expect(unexpectedChanges(plan({ version: 1, b: 1 }, { b: 1 }, { unknown: { version: true } }), GAPS)).toEqual([]);
});

it("names what is to be made, replaced or destroyed, even where the cause is a known gap", () => {
  const change = (actions: string[]) => unexpectedChanges(plan({ forgotten: 1 }, { forgotten: 2 }, { actions }), GAPS);
  expect(change(["delete", "create"])).toEqual(["a: delete and create"]);
  expect(change(["create"])).toEqual(["a: create"]);
  expect(unexpectedChanges({ output_changes: { url: { actions: ["update"] } } }, GAPS)).toEqual(["output url: update"]);
});
