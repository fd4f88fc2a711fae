import { architectureOf } from "./architecture";
import { layOut } from "./layout";
import { drawSvg } from "./svg";
import { synthesizeStacks } from "./synthesized-stack";

/** The picture of the architecture, as SVG: drawn from the stacks, so that it shows what they are. */
export async function drawArchitecture(): Promise<string> {
  return drawSvg(await layOut(architectureOf(synthesizeStacks())));
}
