import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { type IncomingHttpHeaders, request } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { brotliDecompressSync, gunzipSync, gzipSync } from "node:zlib";
import { ensureBuilt, outdir } from "../../webservice/build-web-app.js";
import { readConfig } from "../../webservice/config";
import { createLogger } from "../../webservice/logger";
import { startWebservice } from "../../webservice/serve";
import { type ErrorBody, eventually, startPostagram, type TestPostagram } from "../postagram";

/** The most JavaScript that a page may load before it is usable, in bytes of gzip. */
const FIRST_LOAD_LIMIT = 150 * 1024;

let postagram: TestPostagram;
let indexHtml: string;
let scripts: string[];
beforeAll(async () => {
  await ensureBuilt("");
  postagram = await startPostagram();
  indexHtml = await readFile(path.join(outdir, "index.html"), "utf8");
  scripts = [...indexHtml.matchAll(/(?:src|href)="(\/[^"]+\.js)"/g)].flatMap(([, file]) => file ?? []);
});
afterAll(() => postagram?.stop());

/** An answer as it is on the wire: neither decompressed, nor its path made neat before it is asked for. */
interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

function ask(target: string, headers: Record<string, string> = {}, method = "GET"): Promise<RawAnswer> {
  const { hostname, port } = new URL(postagram.url);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path: target, method, headers }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
    })
      .once("error", reject)
      .end();
  });
}

/** What a browser sends when its user goes somewhere. */
const NAVIGATION = { accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8" };

/** The script that the page begins with. */
function entry(): string {
  const found = scripts.find((file) => file.startsWith("/assets/"));
  if (found === undefined) throw new Error("index.html names no script under /assets/.");
  return found;
}

/** The sources that a content security policy allows, by directive. */
function policyOf(header: unknown): Record<string, string[]> {
  const directives = String(header).split(";");
  return Object.fromEntries(directives.map((text) => text.split(" ")).map(([name, ...sources]) => [name, sources]));
}

describe("pages", () => {
  it.each([
    "/",
    "/?label=Cat",
    "/user/ada",
    "/user/Lo%C3%AFc%20%F0%9F%90%88",
    "/post/0190f2c1-0000-7000-8000-000000000000",
  ])("are the web app at %s", async (page) => {
    const { status, headers, body } = await ask(page, NAVIGATION);
    expect(status).toBe(200);
    expect(headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(body.toString()).toBe(indexHtml);
  });

  it("are asked for again each time, and not sent again unless they have changed", async () => {
    const { headers } = await ask("/", NAVIGATION);
    expect(headers["cache-control"]).toBe("no-cache");
    const again = await ask("/user/ada", { "if-none-match": `"other", ${headers.etag}` });
    expect([again.status, again.body.length]).toEqual([304, 0]);
    expect(again.headers).toMatchObject({ etag: headers.etag, "cache-control": "no-cache", vary: "Accept-Encoding" });
    expect((await ask("/", { "if-none-match": '"other"' })).status).toBe(200);
  });

  it("have another tag when their content is another, though size and date are the same", async () => {
    const directory = await mkdtemp(path.join(tmpdir(), "postagram-web-app-"));
    const file = path.join(directory, "index.html");
    const replace = async (content: string): Promise<void> => {
      await writeFile(file, content);
      await utimes(file, 0, 0);
    };
    await mkdir(path.join(directory, "assets"));
    await replace("<p>one</p>");
    const service = await startWebservice(readConfig(postagram.env), createLogger("silent"), { webApp: directory });
    try {
      const before = await fetch(service.url);
      await replace("<p>two</p>");
      const headers = { "if-none-match": before.headers.get("etag") ?? "" };
      const after = await fetch(service.url, { headers });
      expect(await after.text()).toBe("<p>two</p>");
    } finally {
      await service.close();
      await rm(directory, { recursive: true });
    }
  });

  it("answer HEAD as GET, without a body", async () => {
    const got = await ask("/user/ada");
    const { status, headers, body } = await ask("/user/ada", {}, "HEAD");
    expect([status, body.length]).toEqual([200, 0]);
    expect(headers).toMatchObject({ "content-length": got.headers["content-length"], etag: got.headers.etag });
  });

  it.each(["/", "/user/ada", "/post/1"])("allow nothing but reading: %s", async (page) => {
    const { status, headers } = await postagram.call("POST", page, { body: "not json" });
    expect(status).toBe(405);
    expect(headers.get("allow")).toBe("GET, HEAD");
  });

  it("run no script that stands in them, and no script of another host", async () => {
    const policy = policyOf((await ask("/")).headers["content-security-policy"]);
    expect(policy["default-src"]).toEqual(["'self'"]);
    expect(policy["script-src"]).toEqual(["'self'"]);
    const inline = [...indexHtml.matchAll(/<script\b([^>]*)>/g)].filter(
      ([, attributes]) => !attributes?.includes("src="),
    );
    expect(inline).toEqual([]);
    expect(indexHtml).not.toMatch(/\son\w+=|(?:src|href)="(?:https?:)?\/\//);
  });
});

describe("an address that nothing is at", () => {
  it("is the web app with 404 for a browser that navigates there, and not kept", async () => {
    const { status, headers, body } = await ask("/no/such/page", NAVIGATION);
    expect(status).toBe(404);
    expect(body.toString()).toBe(indexHtml);
    expect(headers["cache-control"]).toBe("no-cache");
    expect(headers.vary).toBe("Accept-Encoding, Accept");
  });

  it("is JSON for a program", async () => {
    const { status, body } = await postagram.call<ErrorBody>("GET", "/no/such/page?secret=1");
    expect(status).toBe(404);
    expect(body).toEqual({
      statusCode: 404,
      error: "Not Found",
      message: "There is nothing at GET /no/such/page. See /docs.",
    });
  });

  it.each([
    ["GET", "/posts/0190f2c1-0000-7000-8000-000000000000"],
    ["GET", "/assets/missing-12345678.js"],
    ["GET", "/.inputs.json"],
    ["POST", "/no/such/page"],
  ])("is never the web app where it is no page: %s %s", async (method, target) => {
    const { status, headers } = await ask(target, target.startsWith("/.") ? {} : NAVIGATION, method);
    expect(status).toBe(404);
    expect(headers["content-type"]).toBe("application/json; charset=utf-8");
  });

  it.each([
    "/assets/../.inputs.json",
    "/assets/..%2f.inputs.json",
    "/assets/%2e%2e/.inputs.json",
    "/assets/..%5c.inputs.json",
    "/assets/..%2f..%2f..%2fpackage.json",
    "/assets//etc/passwd",
    "/assets/",
    "/..%2f..%2fpackage.json",
    "/assets/%00",
  ])("does not lead out of the app's folder: %s", async (target) => {
    const { status, headers } = await ask(target);
    expect([400, 403, 404]).toContain(status);
    expect(headers["content-type"]).toBe("application/json; charset=utf-8");
  });
});

describe("files with a hash in their names", () => {
  it("are kept for good", async () => {
    const { status, headers } = await ask(entry());
    expect(status).toBe(200);
    expect(headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect(headers["content-type"]).toMatch(/^(?:text|application)\/javascript; charset=utf-8$/);
    expect(headers["x-content-type-options"]).toBe("nosniff");
  });

  it.each([
    ["gzip, deflate, br, zstd", "br", brotliDecompressSync],
    ["gzip, deflate", "gzip", gunzipSync],
    ["br;q=0.1, gzip;q=0.9", "gzip", gunzipSync],
    ["identity", undefined, (body: Buffer) => body],
  ])("are sent as the browser takes them: %s", async (accepted, encoding, decode) => {
    const { headers, body } = await ask(entry(), { "accept-encoding": accepted });
    expect(headers["content-encoding"]).toBe(encoding);
    expect(headers.vary).toBe("Accept-Encoding");
    expect(headers["content-length"]).toBe(String(body.length));
    expect(decode(body).equals(await readFile(path.join(outdir, entry())))).toBe(true);
  });

  it("answer HEAD as GET, without a body", async () => {
    const compressed = { "accept-encoding": "br" };
    const got = await ask(entry(), compressed);
    const { status, headers, body } = await ask(entry(), compressed, "HEAD");
    expect([status, body.length]).toEqual([200, 0]);
    expect(headers["content-length"]).toBe(String(got.body.length));
    expect(headers["content-encoding"]).toBe("br");
  });
});

describe("the icon", () => {
  it("keeps its name, so it is asked for again", async () => {
    const icon = /rel="icon"[^>]*href="([^"]+)"/.exec(indexHtml)?.[1] ?? "";
    const { status, headers } = await ask(icon, { "accept-encoding": "br" });
    expect(status).toBe(200);
    expect(headers["cache-control"]).toBe("no-cache");
    expect((await ask(icon, { "if-none-match": String(headers.etag) })).status).toBe(304);
  });
});

describe("the log", () => {
  it("has one line for a file, and not the user's name of a page", async () => {
    const asked = async (target: string, reqId: string): Promise<Record<string, unknown>[]> => {
      await ask(target, { "x-request-id": reqId });
      return eventually(async () => {
        const lines = postagram.log.filter((line) => line.reqId === reqId);
        return lines.length > 0 ? lines : undefined;
      });
    };
    expect(await asked(entry(), "a-file")).toEqual([
      expect.objectContaining({ route: "/assets/*", statusCode: 200, msg: "request completed" }),
    ]);
    expect(await asked("/user/secretive", "a-page")).toHaveLength(1);
    expect(JSON.stringify(postagram.log)).not.toContain("secretive");
  });
});

describe("a service without the web app", () => {
  it("says how to build it, and serves the API", async () => {
    const service = await startWebservice(readConfig(postagram.env), createLogger("silent"));
    try {
      const response = await fetch(service.url, { headers: NAVIGATION });
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ message: expect.stringContaining("npm run build:webapp") });
      expect((await fetch(`${service.url}/posts?limit=1`)).status).toBe(200);
    } finally {
      await service.close();
    }
  });
});

describe("a web app that calls another API", () => {
  it("may call it, and show pictures from wherever that API keeps them", async () => {
    const other = await startPostagram({ VITE_API_URL: "https://api.example" });
    try {
      const { headers } = await other.call("GET", "/");
      const policy = policyOf(headers.get("content-security-policy"));
      expect(policy["connect-src"]).toEqual(["'self'", "*"]);
      expect(policy["img-src"]).toEqual(["'self'", "data:", "blob:", "*"]);
      expect(policy["script-src"]).toEqual(["'self'"]);
    } finally {
      await other.stop();
      delete process.env.VITE_API_URL;
    }
  });
});

describe("the built app", () => {
  it("has at most 150 KB of JavaScript, compressed, that a page begins with", async () => {
    const sizes = await Promise.all(
      scripts.map(async (file) => gzipSync(await readFile(path.join(outdir, file)), { level: 9 }).length),
    );
    expect(scripts.length).toBeGreaterThan(0);
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(FIRST_LOAD_LIMIT);
  });

  it("has every text of more than 1 KB compressed, and nothing that is of no use to a browser", async () => {
    const entries = await readdir(outdir, { recursive: true, withFileTypes: true });
    const files = entries.filter((file) => file.isFile()).map((file) => path.join(file.parentPath, file.name));
    const texts = files.filter((file) => /\.(?:html|js|css|svg)$/.test(file));
    for (const file of texts) {
      const content = await readFile(file);
      if (content.length <= 1024) continue;
      expect(brotliDecompressSync(await readFile(`${file}.br`)).equals(content)).toBe(true);
      expect(gunzipSync(await readFile(`${file}.gz`)).equals(content)).toBe(true);
    }
    expect(files.filter((file) => /\.map(?:\.|$)/.test(file))).toEqual([]);
  });

  it("takes nothing from another host, and has its fonts in files", async () => {
    const files = (await readdir(path.join(outdir, "assets"))).filter((file) => file.endsWith(".css"));
    for (const file of files) {
      const css = await readFile(path.join(outdir, "assets", file), "utf8");
      const urls = [...css.matchAll(/url\(["']?([^"')]+)/g)].flatMap(([, url]) => url ?? []);
      expect(urls.filter((url) => !url.startsWith("/assets/") && !url.startsWith("data:image/"))).toEqual([]);
    }
  });
});
