// Bundles the webservice for production: a folder that runs with Node alone, and the archive that instances fetch. Plain
// JavaScript, so that whatever deploys it can also run it by itself: `node webservice/build.js`.

const { cp, mkdir, readdir, readFile, rm, writeFile } = require("node:fs/promises");
const path = require("node:path");
const { gzipSync } = require("node:zlib");
const webApp = require("./build-web-app.js");

const root = path.resolve(__dirname, "..");

/**
 * Packages that read files which lie beside their code. The bundle has those files in a folder of the package's name, and
 * the code looks for them there.
 *
 * @type {Record<string, readonly string[]>}
 */
const packagesWithFiles = { "@fastify/swagger-ui": ["static"] };

/** Files of these packages that a browser never asks for. */
const unwanted = /\.map$|swagger-ui\.js$/;

/**
 * What `buildWebservice` has made.
 *
 * @typedef {object} WebserviceBuild
 * @property {string} directory the bundle: `node server.js` in it runs the webservice, without any `node_modules`.
 * @property {string} archive the bundle as a gzipped tar archive.
 */

/**
 * Bundles `webservice/server.ts` and the web app, which calls the origin that it comes from, and packs them. The same
 * sources give the same bytes. The source map lies beside the bundle, not in it: names and lines are kept readable, so
 * that a stack trace of an instance can be read without it.
 *
 * @param {string} [outdir] folder to build in, which is emptied first.
 * @returns {Promise<WebserviceBuild>}
 */
async function buildWebservice(outdir = path.join(root, "build", "webservice")) {
  const esbuild = require("esbuild");
  const directory = path.join(outdir, "bundle");
  await rm(outdir, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  const [{ outputFiles }] = await Promise.all([
    esbuild.build({
      absWorkingDir: root,
      entryPoints: ["webservice/server.ts"],
      outdir,
      write: false,
      bundle: true,
      platform: "node",
      target: "node20",
      format: "cjs",
      mainFields: ["module", "main"],
      keepNames: true,
      sourcemap: "external",
      logLevel: "warning",
      plugins: [filesBesideCode()],
    }),
    webApp.ensureBuilt(""),
  ]);
  for (const { path: file, contents } of outputFiles) {
    await writeFile(file.endsWith(".map") ? file : path.join(directory, path.basename(file)), contents);
  }
  await cp(webApp.outdir, path.join(directory, "webapp"), {
    recursive: true,
    filter: (file) => !path.basename(file).startsWith("."),
  });
  for (const [name, folders] of Object.entries(packagesWithFiles)) {
    for (const folder of folders) {
      await cp(path.join(packageDirectory(name), folder), path.join(directory, name, folder), {
        recursive: true,
        filter: (file) => !unwanted.test(file),
      });
    }
  }
  const archive = path.join(outdir, "webservice.tar.gz");
  await writeFile(archive, gzipSync(await tar(directory), { level: 9 }));
  return { directory, archive };
}

/** @param {string} name */
function packageDirectory(name) {
  return path.dirname(require.resolve(`${name}/package.json`));
}

/**
 * Where a module of one of these packages asks for its own folder, it gets that of the package in the bundle.
 *
 * @returns {import("esbuild").Plugin}
 */
function filesBesideCode() {
  return {
    name: "files-beside-code",
    setup(build) {
      for (const name of Object.keys(packagesWithFiles)) {
        const directory = packageDirectory(name);
        const itsModules = new RegExp(`^${directory.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}[\\\\/].*\\.js$`);
        build.onLoad({ filter: itsModules }, async ({ path: file }) => {
          const code = await readFile(file, "utf8");
          const folder = path.posix.join(name, path.relative(directory, path.dirname(file)).replaceAll("\\", "/"));
          const moved = `require("node:path").join(__dirname, ${JSON.stringify(folder)})`;
          return { contents: code.replaceAll(/\b__dirname\b/g, () => moved) };
        });
      }
    },
  };
}

/**
 * A tar archive of the files of a folder, which says nothing of who made it and when.
 *
 * @param {string} directory
 */
async function tar(directory) {
  const pack = require("tar-stream").pack();
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  for (const file of files.sort()) {
    const name = path.relative(directory, file).replaceAll("\\", "/");
    pack.entry({ name, mode: 0o644, mtime: new Date(0) }, await readFile(file));
  }
  pack.finalize();
  const chunks = [];
  for await (const chunk of pack) chunks.push(chunk);
  return Buffer.concat(chunks);
}

module.exports = { buildWebservice };

if (require.main === module) {
  buildWebservice().then(
    ({ archive }) => process.stdout.write(`${path.relative(process.cwd(), archive)}\n`),
    (error) => {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = 1;
    },
  );
}
