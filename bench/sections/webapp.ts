import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import type { Section } from "../section";

const DIRECTORY = path.resolve(__dirname, "../../build/webapp");

/** What a browser fetches before the web app shows anything, gzipped. */
export const webapp: Section = {
  name: "webapp",
  title: "Web app",
  async run() {
    const page = path.join(DIRECTORY, "index.html");
    if (!existsSync(page)) {
      return {
        tables: [],
        figures: [],
        skipped: ["The web app: build/webapp/ is not there, npm run build:webapp makes it"],
      };
    }
    const html = readFileSync(page, "utf8");
    const files = firstLoadFiles(html);
    const later = readdirSync(DIRECTORY, { recursive: true, encoding: "utf8" })
      .map((file) => file.replaceAll("\\", "/"))
      .filter((file) => /\.(js|css)$/.test(file) && !files.includes(file));
    const size = (names: readonly string[], pattern: RegExp) =>
      names
        .filter((name) => pattern.test(name))
        .map((name) => gzipSync(readFileSync(path.join(DIRECTORY, name)), { level: 9 }).byteLength / 1024)
        .reduce((sum, bytes) => sum + bytes, 0);
    const script = size(files, /\.js$/);
    return {
      tables: [
        {
          title: "The web app, KB gzipped",
          columns: [{ name: "" }, { name: "JavaScript", digits: 1 }, { name: "CSS", digits: 1 }],
          rows: [
            ["first load", script, size(files, /\.css$/)],
            ["parts loaded when they are needed", size(later, /\.js$/), size(later, /\.css$/)],
          ],
        },
      ],
      figures: [{ name: "First load of the web app", value: script, unit: "KB", target: 150, bound: "at most" }],
    };
  },
};

/** The scripts and style sheets that a page names itself, relative to its folder. */
export function firstLoadFiles(html: string): string[] {
  const references = [...html.matchAll(/<(?:script|link)\b[^>]*?\b(?:src|href)="(?:\.?\/)?([^":]+\.(?:js|css))"/g)];
  return [...new Set(references.map(([, file = ""]) => file))];
}
