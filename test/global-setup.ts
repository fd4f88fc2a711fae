import { build, isBuilt } from "../local/build.js";
import * as webApp from "../webservice/build-web-app.js";

/** Worker threads run bundles, also in tests, and the webservice serves the built web app. */
export default async function globalSetup(): Promise<void> {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  // One that cannot be built fails its own tests, which say why, and no others.
  await Promise.all([isBuilt() || build(), webApp.ensureBuilt("").catch(() => undefined)]);
}
