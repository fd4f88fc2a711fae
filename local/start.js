// `npm start`: builds what has changed, then runs it in this very process, so that signals reach it.

const path = require("node:path");
const webApp = require("../webservice/build-web-app.js");
const { build, isBuilt, outdir } = require("./build.js");

// The lockfile holds releases of the AWS SDK that run on Node 20; its notice about later ones is nothing to act on here.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

async function main() {
  const args = process.argv.slice(2);
  await buildWhatHasChanged({ withWebApp: args.length === 0 });
  const postagram = require(path.join(outdir, "postagram.js"));
  await postagram.main(args);
}

/** @param {{ withWebApp: boolean }} options */
async function buildWhatHasChanged({ withWebApp }) {
  const apiUrl = withWebApp ? webApp.readApiUrl() : "";
  const builds = {
    ...(!isBuilt() && { service: build }),
    ...(withWebApp && !webApp.isBuilt(apiUrl) && { "web app": () => webApp.build(apiUrl) }),
  };
  const names = Object.keys(builds);
  if (names.length === 0) return;
  process.stderr.write(
    `Building the ${names.join(" and the ")}, since it is the first start or the code has changed …\n`,
  );
  await Promise.all(Object.values(builds).map((run) => run()));
}

main().catch((error) => {
  // What the user can mend is said in a line; anything else is a fault of ours, and its stack helps.
  const known = ["ConfigError", "WebAppBuildError"].includes(error?.name);
  process.stderr.write(`${known ? error.message : (error?.stack ?? error)}\n`);
  process.exit(1);
});
