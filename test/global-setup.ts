import { build, isBuilt } from "../local/build.js";

/** Worker threads run bundles, also in tests. */
export default async function globalSetup(): Promise<void> {
  if (!isBuilt()) await build();
}
