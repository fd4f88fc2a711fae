import { parseArgs } from "node:util";
import { CommandError } from "../local/command";

/** What the command line asks for. */
export interface BenchArguments {
  readonly quick: boolean;
  readonly check: boolean;
  readonly write: boolean;
  readonly requireFastapi: boolean;
  readonly json?: string;
  /** Names of sections; all where it is empty. */
  readonly only: readonly string[];
  readonly help: boolean;
}

/** @throws {CommandError} saying what is wrong with the arguments and what would be right. */
export function readArguments(args: readonly string[], sections: readonly string[]): BenchArguments {
  const { only = [], json, ...flags } = parse(args);
  const names = only.flatMap((list) => list.split(",")).filter((name) => name !== "");
  const unknown = names.find((name) => !sections.includes(name));
  if (unknown !== undefined) {
    throw new CommandError(`--only is "${unknown}": it has to be some of ${sections.join(", ")}.`);
  }
  return {
    quick: flags.quick,
    check: flags.check,
    write: flags.write,
    help: flags.help,
    requireFastapi: flags["require-fastapi"],
    only: names,
    ...(json !== undefined && { json }),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        only: { type: "string", multiple: true },
        quick: { type: "boolean", default: false },
        check: { type: "boolean", default: false },
        write: { type: "boolean", default: false },
        "require-fastapi": { type: "boolean", default: false },
        json: { type: "string" },
        help: { type: "boolean", short: "h", default: false },
      },
    }).values;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${message} See npm run bench -- --help.`);
  }
}
