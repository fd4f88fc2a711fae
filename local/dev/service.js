// What `npm run dev` runs, and runs again when the sources have changed: the service without the web app. It tells its
// parent where it serves, and stops when the parent is gone.

const path = require("node:path");
const { outdir } = require("../build.js");

process.once("disconnect", () => process.kill(process.pid, "SIGINT"));

const postagram = require(path.join(outdir, "postagram.js"));
postagram.runPostagram().then(
  (/** @type {import("../postagram").RunningPostagram} */ running) => process.send?.(running),
  (/** @type {unknown} */ error) => {
    const isKnown = error instanceof Error && error.name === "ConfigError";
    process.stderr.write(`${isKnown ? error.message : error instanceof Error ? error.stack : error}\n`);
    process.exit(1);
  },
);
