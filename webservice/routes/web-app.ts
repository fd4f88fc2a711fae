import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import staticFiles from "@fastify/static";
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import { NotFoundError } from "../errors";

/** The addresses at which the web app has a page. */
const PAGES = ["/", "/user/:name", "/post/:id"] as const;

/** Files with a hash in their names, in the built app and on the web. */
const HASHED = "assets";

interface WebAppOptions {
  /** Folder of the built web app, an absolute path; undefined where the service is the API alone. */
  readonly directory: string | undefined;
}

/** The web app, if it is there. */
export const webAppRoutes: FastifyPluginAsync<WebAppOptions> = async (app, { directory }) => {
  if (directory !== undefined && existsSync(path.join(directory, "index.html"))) return serveWebApp(app, directory);
  app.get("/", { schema: { hide: true } }, () => {
    throw new NotFoundError("The web app is not here: npm run build:webapp builds it. The API is at /docs.");
  });
  app.refuseOtherMethods("/");
};

/**
 * Serves the app's pages, which are all `index.html`; its files with a hash in their names; and its other files. All are
 * sent as the build has compressed them, where the browser takes that.
 *
 * A browser that navigates to an address without a page gets the app too, with 404: it says so better than JSON.
 */
async function serveWebApp(app: FastifyInstance, directory: string): Promise<void> {
  app.addHook("onRequest", async (_request, reply) => vary(reply, "Accept-Encoding"));
  await app.register(staticFiles, {
    root: path.join(directory, HASHED),
    prefix: `/${HASHED}/`,
    index: false,
    preCompressed: true,
    maxAge: "365d",
    immutable: true,
    etag: false, // nobody asks again
    lastModified: false,
  });

  const send = (reply: FastifyReply, file: string): FastifyReply =>
    reply
      .header("cache-control", "no-cache")
      .sendFile(file, directory, { cacheControl: false, etag: false, lastModified: false, acceptRanges: false });

  const sendUnlessKnown = async (request: FastifyRequest, reply: FastifyReply, file: string): Promise<FastifyReply> => {
    const tag = contentTag(await readFile(path.join(directory, file)));
    const known = request.headers["if-none-match"]?.split(",").map((item) => item.trim()) ?? [];
    void reply.header("etag", tag);
    if (!known.includes(tag)) return send(reply, file);
    return reply.header("cache-control", "no-cache").code(304).send();
  };

  const schema = { hide: true };
  for (const page of PAGES)
    app.get(page, { schema }, (request, reply) => sendUnlessKnown(request, reply, "index.html"));
  for (const file of await otherFiles(directory)) {
    app.get(`/${file}`, { schema }, (request, reply) => sendUnlessKnown(request, reply, file));
  }
  app.get("/*", { schema }, (request, reply) => {
    vary(reply, "Accept");
    return request.headers.accept?.includes("text/html") ? send(reply.code(404), "index.html") : reply.callNotFound();
  });
  app.refuseOtherMethods(...PAGES);
}

/** The files whose names stay when their content changes, such as the icon; without `index.html`, which is the pages. */
async function otherFiles(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith("."));
  return files
    .map((file) => path.relative(directory, path.join(file.parentPath, file.name)).replaceAll("\\", "/"))
    .filter((file) => file !== "index.html" && !file.startsWith(`${HASHED}/`) && !/\.(?:br|gz)$/.test(file));
}

/** An entity tag of the content, compressed or not: a file's date says nothing, as all of the bundle have the same. */
function contentTag(content: Buffer): string {
  return `W/"${createHash("sha256").update(content).digest("base64url")}"`;
}

function vary(reply: FastifyReply, header: string): void {
  const before = reply.getHeader("vary");
  void reply.header("vary", before === undefined ? header : `${before}, ${header}`);
}
