// `npm start`: builds what has changed, then runs it in this very process, so that signals reach it.

const path = require("node:path");
const { build, isBuilt, outdir } = require("./build.js");

// The lockfile holds releases of the AWS SDK that run on Node 20; its notice about later ones is nothing to act on here.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

async function main() {
  if (!isBuilt()) {
    process.stderr.write("Building, since it is the first start or the code has changed …\n");
    await build();
  }
  const postagram = require(path.join(outdir, "postagram.js"));
  await postagram.main(process.argv.slice(2));
}

main().catch((error) => {
  // What the user can mend is said in a line; anything else is a fault of ours, and its stack helps.
  process.stderr.write(`${error?.name === "ConfigError" ? error.message : (error?.stack ?? error)}\n`);
  process.exit(1);
});
