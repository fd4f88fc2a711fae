import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { buildSync } from "esbuild";
import { zipArchive } from "./zip-archive";

const root = path.resolve(__dirname, "../..");

/** A function's code, ready for Lambda. */
export interface FunctionBundle {
  /** The archive, an absolute path. It holds one file, `index.js`. */
  readonly zipFile: string;
  /** What Lambda calls: `index.handler`. */
  readonly handler: string;
}

/**
 * Bundles a function with all it imports, the AWS SDK included: Lambda's own copy of the SDK is of another release each
 * month, and slower to load than what is left of it in a bundle.
 *
 * The bundle and its source map go to `build/functions/<folder of the entry>/`; the map stays there, since reading it
 * would cost the function's start more than a readable stack trace is worth.
 *
 * @param entry file that exports `handler`, relative to the project: `functions/<name>/index.ts`.
 */
export function bundleFunction(entry: string): FunctionBundle {
  const outdir = path.join(root, "build", "functions", path.basename(path.dirname(entry)));
  const { outputFiles } = buildSync({
    absWorkingDir: root,
    entryPoints: [entry],
    outdir,
    bundle: true,
    platform: "node",
    // An emulator runs functions on the Node of its host.
    target: "node20",
    format: "cjs",
    minify: true,
    mainFields: ["module", "main"],
    sourcemap: "external",
    legalComments: "none",
    write: false,
    logLevel: "warning",
  });
  mkdirSync(outdir, { recursive: true });
  const zipFile = path.join(outdir, "function.zip");
  for (const { path: file, contents } of outputFiles) {
    writeWhole(file, contents);
    if (file.endsWith(".js")) writeWhole(zipFile, zipArchive(path.basename(file), contents));
  }
  return { zipFile, handler: `${path.parse(entry).name}.handler` };
}

const bundles = new Map<string, FunctionBundle>();

/** The bundle of a function, made once a process: a test synthesizes many stacks of the same functions. */
export function functionBundle(entry: string): FunctionBundle {
  const bundle = bundles.get(entry) ?? bundleFunction(entry);
  bundles.set(entry, bundle);
  return bundle;
}

/** Writes a file so that who reads it meanwhile gets all of the old or all of the new one. */
function writeWhole(file: string, contents: Uint8Array): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, contents);
  renameSync(draft, file);
}
