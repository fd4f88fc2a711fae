import { build, isBuilt } from "../local/build.js";

/** Worker threads run bundles, also in tests. */
export default async function globalSetup(): Promise<void> {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  if (!isBuilt()) await build();
}
