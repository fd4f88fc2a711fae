// Builds the web app, with Vite, and only when a source has changed since. Plain JavaScript, because whatever needs the app
// must not need building itself.

const { execFile } = require("node:child_process");
const { existsSync, readdirSync, readFileSync, statSync } = require("node:fs");
const { mkdir, mkdtemp, rename, rm, writeFile } = require("node:fs/promises");
const path = require("node:path");
const { parseEnv, promisify } = require("node:util");

const root = path.resolve(__dirname, "..");
const sourceDirectory = path.join(root, "webapp");

/** The folder of the built app: `index.html`, the files of `public/`, and `assets/` with a hash in every name. */
const outdir = path.join(root, "build", "webapp");

/** What a build was made of. Its name begins with a dot, as of no file that a browser may have. */
const stampName = ".inputs.json";

/** Sources outside of `webapp/`. */
const otherSources = ["package-lock.json", "tsconfig.json", "webservice/build-web-app.js"];

/** The web app cannot be built; the message has what Vite says about it. */
class WebAppBuildError extends Error {
  /** @override */
  name = "WebAppBuildError";
}

/**
 * The API that the environment, or else `.env` in the working directory, wants the app to call.
 *
 * @returns {string} the value of `VITE_API_URL`; empty for the origin that the app comes from.
 * @throws {WebAppBuildError} where it is no such address.
 */
function readApiUrl() {
  const { VITE_API_URL } = { ...(existsSync(".env") && parseEnv(readFileSync(".env", "utf8"))), ...process.env };
  const url = VITE_API_URL?.trim() ?? "";
  if (url !== "" && !/^https?:\/\/[^/]/.test(url)) {
    throw new WebAppBuildError(`VITE_API_URL is "${url}": it has to be a URL such as http://localhost:8080.`);
  }
  return url;
}

/** Everything that decides what a build is made of, as text. @param {string} apiUrl */
function describeInputs(apiUrl) {
  const entries = readdirSync(sourceDirectory).filter((name) => name !== "node_modules");
  const ownSources = entries.map((name) => path.join("webapp", name)).flatMap(filesOf);
  const inputs = [...ownSources, ...otherSources].sort().map((file) => {
    const { mtimeMs, size } = statSync(path.join(root, file));
    return [file, `${mtimeMs}:${size}`];
  });
  return JSON.stringify({ apiUrl, inputs: Object.fromEntries(inputs) });
}

/**
 * The file itself, or all in the folder.
 *
 * @param {string} name
 * @returns {string[]}
 */
function filesOf(name) {
  const file = path.join(root, name);
  if (!statSync(file).isDirectory()) return [name];
  return readdirSync(file).flatMap((entry) => filesOf(path.join(name, entry)));
}

/**
 * Whether the app is built and none of its sources has changed since.
 *
 * @param {string} apiUrl as `readApiUrl` gives it.
 */
function isBuilt(apiUrl) {
  const stampFile = path.join(outdir, stampName);
  return existsSync(stampFile) && readFileSync(stampFile, "utf8") === describeInputs(apiUrl);
}

/**
 * Builds the app. Vite runs in a process of its own; what stands in `build/webapp/` is replaced when it is done, at once.
 *
 * @param {string} apiUrl as `readApiUrl` gives it.
 * @throws {WebAppBuildError}
 */
async function build(apiUrl) {
  const inputs = describeInputs(apiUrl); // whatever changes meanwhile is built next time
  await mkdir(path.dirname(outdir), { recursive: true });
  const scratch = await mkdtemp(`${outdir}-`);
  try {
    const made = path.join(scratch, "new");
    await runVite(["build", sourceDirectory, "--outDir", made, "--logLevel", "warn"], apiUrl);
    await writeFile(path.join(made, stampName), inputs);
    if (existsSync(outdir)) await rename(outdir, path.join(scratch, "old"));
    await rename(made, outdir);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Builds the app unless that is done. @param {string} apiUrl as `readApiUrl` gives it. */
async function ensureBuilt(apiUrl) {
  if (!isBuilt(apiUrl)) await build(apiUrl);
}

/**
 * @param {readonly string[]} args
 * @param {string} apiUrl
 */
async function runVite(args, apiUrl) {
  const vite = path.join(path.dirname(require.resolve("vite/package.json")), "bin", "vite.js");
  const env = { ...process.env, NODE_ENV: "production", VITE_API_URL: apiUrl };
  try {
    await promisify(execFile)(process.execPath, [vite, ...args], { cwd: root, env });
  } catch (error) {
    const { stdout = "", stderr = "" } = /** @type {{ stdout?: string, stderr?: string }} */ (error);
    throw new WebAppBuildError(`The web app cannot be built:\n${stdout}${stderr}`.trim() || String(error));
  }
}

module.exports = { build, ensureBuilt, isBuilt, outdir, readApiUrl };

if (require.main === module) {
  Promise.resolve()
    .then(() => build(readApiUrl()))
    .then(
      () => process.stdout.write(`${path.relative(process.cwd(), outdir)}\n`),
      (error) => {
        process.stderr.write(`${error.message}\n`);
        process.exitCode = 1;
      },
    );
}
