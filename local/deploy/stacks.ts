import { CommandError } from "../command";

/** A stack as the commands know it. */
export interface DeployableStack {
  /** What it is called on the command line. */
  readonly id: string;
  /** Its name, which `cdktf` and its state file have. */
  readonly name: string;
  /** The entry that synthesizes it, relative to the project. */
  readonly main: string;
}

/** All stacks, in the order in which they are deployed: a later one may read an earlier one's outputs. */
export const STACKS: readonly DeployableStack[] = ["serverless", "server"].map((id) => ({
  id,
  name: `postagram-${id}`,
  main: `main-${id}.ts`,
}));

/** @throws {CommandError} where there is no such stack. */
export function stackOf(id: string): DeployableStack {
  const found = STACKS.find((stack) => stack.id === id || stack.name === id);
  if (found !== undefined) return found;
  throw new CommandError(
    `There is no stack "${id}": it has to be one of ${STACKS.map((stack) => stack.id).join(", ")}.`,
  );
}
