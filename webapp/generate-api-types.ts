import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import openapiTypes, { astToString } from "openapi-typescript";
import { CommandError, runCommand } from "../local/command";
import { buildApp } from "../webservice/app";
import { readConfig } from "../webservice/config";
import type { ImageStore } from "../webservice/images/image-store";
import { createLogger } from "../webservice/logger";
import type { PostRepository } from "../webservice/posts/post-repository";

const SCHEMA = path.join(import.meta.dirname, "src", "api", "schema.ts");
const COMMAND = "npm run generate:api";

const HELP = `Usage: ${COMMAND} [-- options]

Writes the types of the webservice's API, as its OpenAPI document has them, for
the web app to be compiled against. Needs neither AWS nor a running service.

  --out FILE  where to write                         (webapp/src/api/schema.ts)
  --check     write nothing; fail where the file is not what would be written
  --help
`;

const HEADER = `// Generated from the webservice's OpenAPI document by \`${COMMAND}\`. Not to be edited.\n\n`;

async function main(): Promise<void> {
  const { out, check, help } = readArguments();
  if (help) return void process.stdout.write(HELP);
  const file = out === undefined ? SCHEMA : path.resolve(out);
  const name = path.relative(process.cwd(), file);
  const types = HEADER + astToString(await openapiTypes(JSON.stringify(await openApiDocument())));
  if (!check) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, types);
    return void process.stdout.write(`Wrote ${name}\n`);
  }
  if (read(file) !== types) {
    throw new CommandError(`${name} is not what the webservice's OpenAPI document says: run ${COMMAND}.`);
  }
  process.stdout.write(`${name} is current.\n`);
}

/** The document of the very routes that the webservice has, with nothing behind them. */
async function openApiDocument() {
  const app = await buildApp({
    config: readConfig({ BUCKET: "none", DYNAMO_TABLE: "none" }),
    logger: createLogger("silent"),
    posts: NO_POSTS,
    images: NO_IMAGES,
  });
  await app.ready();
  const document = app.swagger();
  await app.close();
  return document;
}

function neverCalled(): never {
  throw new Error("Nothing is read or written where only the document of the routes is wanted.");
}

const NO_POSTS: PostRepository = {
  create: neverCalled,
  find: neverCalled,
  page: neverCalled,
  batches: neverCalled,
  remove: neverCalled,
  check: neverCalled,
};

const NO_IMAGES: ImageStore = {
  origin: "https://localhost",
  uploadUrl: neverCalled,
  viewUrl: neverCalled,
  removeAll: neverCalled,
  check: neverCalled,
};

/** @returns `undefined` where there is no such file. */
function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        out: { type: "string" },
        check: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    }).values;
  } catch (error) {
    throw new CommandError(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
  }
}

runCommand(main);
