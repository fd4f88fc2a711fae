import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { buildWebservice, type WebserviceBuild } from "../../webservice/build.js";
import { outdir as webApp } from "../../webservice/build-web-app.js";
import { startPostagram, type TestPostagram } from "../postagram";

let scratch: string;
let build: WebserviceBuild;

beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), "postagram-bundle-"));
  build = await buildWebservice(path.join(scratch, "build"));
});

afterAll(() => rm(scratch, { recursive: true, force: true }));

describe("the bundle", () => {
  let postagram: TestPostagram;
  let server: ReturnType<typeof spawn>;
  let url: string;

  beforeAll(async () => {
    postagram = await startPostagram();
    const elsewhere = path.join(scratch, "elsewhere");
    await cp(build.directory, elsewhere, { recursive: true });
    server = spawn(process.execPath, ["server.js"], {
      cwd: elsewhere,
      // Nothing of what this process has, such as where to find modules.
      env: {
        ...postagram.env,
        NODE_ENV: "production",
        DRAIN_SECONDS: "0",
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    url = await servingAt(server);
  });

  afterAll(async () => {
    server.kill("SIGKILL");
    await postagram.stop();
  });

  it.each(["/health", "/ready", "/", "/openapi.json"])("serves %s with Node alone", async (page) => {
    expect((await fetch(url + page)).status).toBe(200);
  });

  it("serves the web app with all that its first page loads", async () => {
    const html = await (await fetch(url)).text();
    expect(html).toBe(await readFile(path.join(webApp, "index.html"), "utf8"));
    const files = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].flatMap(([, file]) => file ?? []);
    expect(files.some((file) => file.startsWith("/assets/") && file.endsWith(".js"))).toBe(true);
    for (const file of files) {
      const { status, headers } = await fetch(url + file, { headers: { "accept-encoding": "br" } });
      expect([file, status]).toEqual([file, 200]);
      if (file.startsWith("/assets/")) expect(headers.get("cache-control")).toContain("immutable");
    }
  });

  it("reaches bucket and table", async () => {
    const headers = { authorization: "ada", "content-type": "application/json" };
    const body = JSON.stringify({ title: "From a bundle", body: "It has all it needs." });
    const { status } = await fetch(`${url}/posts`, { method: "POST", headers, body });
    expect(status).toBe(201);
    expect(await (await fetch(`${url}/posts?user=ada`)).json()).toEqual([
      expect.objectContaining({ title: "From a bundle" }),
    ]);
  });

  it("serves the API's page with all its files", async () => {
    const page = await fetch(`${url}/docs/`);
    const html = await page.text();
    const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].flatMap(([, file]) => file ?? []);
    expect(files.map((file) => path.basename(file))).toEqual(
      expect.arrayContaining(["swagger-ui.css", "swagger-ui-bundle.js", "swagger-initializer.js"]),
    );
    for (const file of files) {
      const { status } = await fetch(new URL(file, page.url));
      expect([file, status]).toEqual([file, 200]);
    }
  });

  it("stops by itself when it is told to", async () => {
    server.kill("SIGTERM");
    expect(await once(server, "exit")).toEqual([0, null]);
  });
});

describe("buildWebservice", () => {
  it("gives the same bytes each time, wherever it builds", async () => {
    const again = await buildWebservice(path.join(scratch, "again"));
    expect((await readFile(again.archive)).equals(await readFile(build.archive))).toBe(true);
  });

  it("packs the bundle, and nothing that is not in it", async () => {
    const packed = execFileSync("tar", ["-tzf", build.archive], { encoding: "utf8" }).trim().split("\n");
    const entries = await readdir(build.directory, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    expect(packed.sort()).toEqual(
      files.map((file) => path.relative(build.directory, path.join(file.parentPath, file.name))).sort(),
    );
  });

  it("packs what browsers load, and neither source maps nor notes of the build", async () => {
    const files = await readdir(path.join(build.directory, "webapp"), { recursive: true });
    expect(files).toEqual(expect.arrayContaining(["index.html", "index.html.br", "index.html.gz"]));
    expect(files.filter((file) => file.endsWith(".map") || path.basename(file).startsWith("."))).toEqual([]);
  });

  it("bundles nothing that is for this machine alone, and leaves the source map beside", async () => {
    const beside = path.dirname(build.directory);
    const map: { sources: string[] } = JSON.parse(await readFile(path.join(beside, "server.js.map"), "utf8"));
    const sources = map.sources.map((source) => path.resolve(beside, source));
    const ours = sources.filter((source) => !source.includes("node_modules"));
    expect(ours).toContain(path.resolve("webservice/server.ts"));
    expect(ours.filter((source) => source.includes(`${path.sep}local${path.sep}`))).toEqual([]);
    expect(await readFile(path.join(build.directory, "server.js"), "utf8")).not.toContain(path.resolve("."));
  });
});

/** Where a webservice says that it serves. */
async function servingAt({ stdout }: ReturnType<typeof spawn>): Promise<string> {
  if (stdout === null) throw new Error("The webservice has no standard output.");
  for await (const line of createInterface({ input: stdout })) {
    const { url } = JSON.parse(line) as { url?: string };
    if (url !== undefined) {
      stdout.resume();
      return url;
    }
  }
  throw new Error("The webservice ended before it served.");
}
