import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

export default defineConfig({
  plugins: [react(), precompress()],
  // The workspace has a React of its own: beside it, cdktf-cli keeps an older one.
  resolve: { dedupe: ["react", "react-dom"] },
  // Whoever starts Vite reads `.env`, from where the project does.
  envDir: false,
  // In the project rather than in `node_modules`, which `npm ci` empties under a development server that runs.
  cacheDir: "../build/vite",
  build: {
    outDir: "../build/webapp",
    emptyOutDir: true,
    target: "baseline-widely-available",
    // Fonts and pictures are files: each is fetched where it is used, and kept for good.
    assetsInlineLimit: 0,
    // What this target has by itself.
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});

/** Files that compress well. Fonts and photographs are compressed already. */
const TEXT = /\.(?:css|html|ico|js|json|map|svg|txt|webmanifest|xml)$/;

/** Size in bytes up to which a file fits into one packet, compressed or not. */
const SMALL = 1024;

/** Puts `<file>.br` and `<file>.gz`, as small as they can be, beside every text file that the build has written. */
function precompress(): Plugin {
  return {
    name: "precompress",
    apply: "build",
    // By then the files of `public/` are there too.
    async writeBundle({ dir: directory }) {
      if (directory === undefined) return;
      const entries = await readdir(directory, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile() && TEXT.test(entry.name));
      await Promise.all(files.map((file) => compress(path.join(file.parentPath, file.name))));
    },
  };
}

async function compress(file: string): Promise<void> {
  const content = await readFile(file);
  if (content.length <= SMALL) return;
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  };
  await Promise.all([
    writeFile(`${file}.br`, await promisify(brotliCompress)(content, { params })),
    writeFile(`${file}.gz`, await promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION })),
  ]);
}
