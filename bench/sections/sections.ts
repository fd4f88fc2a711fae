import type { Section } from "../section";
import { calls } from "./calls";
import { deployment } from "./deployment";
import { labels } from "./labels";
import { latency } from "./latency";
import { pages } from "./pages";
import { start } from "./start";
import { streaming } from "./streaming";
import { webapp } from "./webapp";

/** All sections, in the order in which they are run and shown. */
export const SECTIONS: readonly Section[] = [pages, latency, calls, streaming, start, labels, deployment, webapp];

/** Those that measure ratios, which are all that a check judges. */
export const CHECKED: readonly string[] = [pages.name, latency.name];
