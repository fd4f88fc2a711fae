import type { Block, SynthesizedStack } from "./synthesized-stack";

/** A resource of one of the stacks. */
export interface Resource {
  /** One of its kind in all stacks: `<stack>/<type>.<id>`. */
  readonly address: string;
  readonly stack: string;
  /** Terraform's, such as `aws_s3_bucket`. */
  readonly type: string;
  readonly block: Block;
}

/** An address as expressions have it: `local.x`, `data.type.id`, `type.id`. */
const ADDRESS = /\b(?:data\.)?[a-z][a-z0-9_]*\.[A-Za-z0-9_-]+/g;

/** Outputs of another stack that an expression reads. */
const STATE_OUTPUT = /\bdata\.terraform_remote_state\.([A-Za-z0-9_-]+)\S*?\boutputs\)?\.(\w+)/g;

/**
 * What refers to what in stacks: through local values, data sources and, from a stack to another, through the outputs
 * that the one reads from the state of the other.
 */
export class ResourceGraph {
  readonly #stacks: ReadonlyMap<string, SynthesizedStack>;
  readonly #resources = new Map<string, Resource>();

  constructor(stacks: readonly SynthesizedStack[]) {
    this.#stacks = new Map(stacks.map((stack) => [stack.name, stack]));
    for (const { name: stack, resource = {} } of stacks) {
      for (const [type, blocks] of Object.entries(resource)) {
        for (const [id, block] of Object.entries(blocks)) {
          const address = `${stack}/${type}.${id}`;
          this.#resources.set(address, { address, stack, type, block });
        }
      }
    }
  }

  /** All resources, or those of a type. */
  resources(type?: string): Resource[] {
    return [...this.#resources.values()].filter((resource) => type === undefined || resource.type === type);
  }

  /**
   * The resources that a value of a stack refers to, directly or through what is no resource.
   *
   * @param value an argument: a string, or anything that holds strings.
   */
  referredTo(stack: string, value: unknown): Resource[] {
    return this.#reach(stack, value).flatMap((address) => this.#resources.get(address) ?? []);
  }

  /** The data sources of a type that a value of a stack refers to. */
  dataReferredTo(stack: string, value: unknown, type: string): Block[] {
    const reached = this.#reach(stack, value);
    return Object.entries(this.#stacks.get(stack)?.data?.[type] ?? {})
      .filter(([id]) => reached.includes(`${stack}/data.${type}.${id}`))
      .map(([, block]) => block);
  }

  /** The resources of the same stack that refer to one, of a type. */
  referringTo(target: Resource, type: string): Resource[] {
    return this.resources(type).filter(
      ({ stack, block }) => stack === target.stack && this.referredTo(stack, block).includes(target),
    );
  }

  /** Addresses, in the order found, each once. Resources end the way: what they are made of is their own affair. */
  #reach(stack: string, value: unknown, found = new Set<string>()): string[] {
    for (const text of stringsIn(value)) {
      for (const [, id = "", output = ""] of text.matchAll(STATE_OUTPUT)) this.#reachOutput(stack, id, output, found);
      for (const [address] of text.matchAll(ADDRESS)) {
        const global = `${stack}/${address}`;
        if (found.has(global)) continue;
        const definition = this.#definitionOf(stack, address);
        if (definition === undefined && !this.#resources.has(global)) continue;
        found.add(global);
        if (definition !== undefined) this.#reach(stack, definition, found);
      }
    }
    return [...found];
  }

  #reachOutput(stack: string, stateId: string, output: string, found: Set<string>): void {
    const state = JSON.stringify(this.#stacks.get(stack)?.data?.terraform_remote_state?.[stateId] ?? "");
    for (const other of this.#stacks.values()) {
      // The names of state files hold the names of stacks.
      if (state.includes(`${other.name}.tfstate`)) this.#reach(other.name, other.output?.[output]?.value, found);
    }
  }

  /** What a local value or a data source is made of. */
  #definitionOf(stack: string, address: string): unknown {
    const [first = "", second = "", third = ""] = address.split(".");
    const { locals, data } = this.#stacks.get(stack) ?? {};
    if (first === "local") return locals?.[second];
    if (first === "data") return data?.[second]?.[third];
    return undefined;
  }
}

function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}
