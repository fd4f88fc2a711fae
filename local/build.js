// Bundles what `npm start` runs, with esbuild, and only when a source has changed since. Plain JavaScript, because
// whatever starts the program must not need building itself.

const { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } = require("node:fs");
const path = require("node:path");

const root = path.resolve(__dirname, "..");
const outdir = path.join(root, "build", "local");
const stampFile = path.join(outdir, "inputs.json");

/** The programs that `npm start` needs, by the name of their bundle in `build/local/`. */
const entryPoints = {
  postagram: "local/postagram.ts",
  "aws-worker": "local/aws-worker.ts",
  "rekognition-worker": "local/rekognition/worker.ts",
};

/** What cannot be bundled: native code, files looked up beside the code, `require` of a computed name. */
const external = ["@fastify/swagger-ui", "@tensorflow/*", "@vladmandic/human", "dynalite", "s3rver", "sharp"];

/**
 * @param {string} file
 * @param {number} [builtAt] when a build began, in milliseconds since 1970: it may have read the file as it was before a
 * change since then, which nothing must match.
 */
function fingerprint(file, builtAt = Number.POSITIVE_INFINITY) {
  const { mtimeMs, size } = statSync(path.join(root, file));
  return mtimeMs < builtAt ? `${mtimeMs}:${size}` : "changed during the build";
}

/** Whether every bundle is there and none of the files that went into them has changed. */
function isBuilt() {
  if (!existsSync(stampFile)) return false;
  try {
    /** @type {{ inputs: Record<string, string>, entries: string }} */
    const stamp = JSON.parse(readFileSync(stampFile, "utf8"));
    return (
      stamp.entries === JSON.stringify(entryPoints) &&
      Object.keys(entryPoints).every((name) => existsSync(path.join(outdir, `${name}.js`))) &&
      Object.entries(stamp.inputs).every(([file, print]) => fingerprint(file) === print)
    );
  } catch {
    return false; // a source that is gone, or a stamp cut short: build again
  }
}

/** Builds all bundles. */
async function build() {
  const esbuild = require("esbuild");
  const builtAt = Date.now();
  const result = await esbuild.build({
    absWorkingDir: root,
    entryPoints,
    outdir,
    external,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    sourcemap: true,
    metafile: true,
    logLevel: "warning",
  });
  const sources = Object.keys(result.metafile.inputs).filter((file) => !file.startsWith("node_modules/"));
  const inputs = Object.fromEntries(
    [...sources, "package-lock.json", "local/build.js"].map((file) => [file, fingerprint(file, builtAt)]),
  );
  mkdirSync(outdir, { recursive: true });
  writeFileSync(stampFile, JSON.stringify({ entries: JSON.stringify(entryPoints), inputs }));
}

module.exports = { build, isBuilt, outdir };

if (require.main === module) {
  build().catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
}
