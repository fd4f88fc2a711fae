import { type Arrow, arrowsOf, OUTSIDE } from "./arrows";
import { type Box, boxesOf } from "./boxes";
import { ResourceGraph } from "./resource-graph";
import type { SynthesizedStack } from "./synthesized-stack";

/** What the picture shows. */
export interface Architecture {
  /** Names of the stacks, each a frame around its boxes. */
  readonly stacks: readonly string[];
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

/** Reads the architecture off synthesized stacks. */
export function architectureOf(stacks: readonly SynthesizedStack[]): Architecture {
  const graph = new ResourceGraph(stacks);
  const arrows = arrowsOf(graph);
  const outside = OUTSIDE.filter(({ id }) => arrows.some(({ from, to }) => [from, to].includes(id)));
  return { stacks: stacks.map(({ name }) => name), boxes: [...boxesOf(graph), ...outside], arrows };
}
