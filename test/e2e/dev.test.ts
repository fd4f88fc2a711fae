import { once } from "node:events";
import { appendFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { type Browser, chromium } from "playwright-core";
import { eventually } from "../postagram";
import { copySources, type RunningProgram, type SourceTree } from "../source-tree";

/** A component among the sources, and where the app shows it. */
const PROBE = `export function Probe() {
  return <p>before the change</p>;
}
`;
const SHOW_PROBE = `
import { createRoot as createProbeRoot } from "react-dom/client";
import { Probe } from "./probe";
createProbeRoot(document.body.appendChild(document.createElement("div"))).render(<Probe />);
`;

const DEV = ["--import", "tsx", "local/dev.ts"];

let tree: SourceTree;
let program: RunningProgram;
let url: string;
let api: string;
let browser: Browser;
beforeAll(async () => {
  tree = await copySources();
  await writeFile(path.join(tree.directory, "webapp/src/probe.tsx"), PROBE);
  await appendFile(path.join(tree.directory, "webapp/src/main.tsx"), SHOW_PROBE);
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
  });
  program = tree.run(DEV);
  [, url = "", api = ""] = await program.said(/Postagram\s+(http:\S+)[\s\S]*API\s+(http:\S+)/);
});
afterAll(async () => {
  await browser?.close();
  await tree?.remove();
});

/** What is at an address, once it fits. */
function eventuallyAt(address: string, pattern: RegExp): Promise<string> {
  return eventually(async () => {
    const text = await (await fetch(address)).text();
    return pattern.test(text) ? text : undefined;
  }, 60);
}

it("serves the web app, ready to be changed, at each of its addresses", async () => {
  for (const page of ["/", "/user/ada", "/post/0190f2c1-0000-7000-8000-000000000000"]) {
    const response = await fetch(url + page, { headers: { accept: "text/html" } });
    expect(response.status).toBe(200);
    expect(await response.text()).toContain("/@vite/client");
  }
});

it("hands the calls of the API on to the service", async () => {
  const headers = { authorization: "ada", "content-type": "application/json" };
  const body = JSON.stringify({ title: "From the browser", body: "through the development server" });
  const created = await fetch(`${url}/posts`, { method: "POST", headers, body });
  expect(created.status).toBe(201);
  const { id } = (await created.json()) as { id: string };
  const paths = [`/posts/${encodeURIComponent(id)}`, "/posts?limit=1", "/health", "/ready", "/openapi.json"];
  for (const target of paths) {
    const [through, straight] = await Promise.all([fetch(url + target), fetch(api + target)]);
    expect([target, through.status]).toEqual([target, 200]);
    expect(await through.json()).toEqual(await straight.json());
  }
  const query = new URLSearchParams({ filename: "c.jpg", filetype: "image/jpeg", postId: id });
  for (const call of ["signedUrlPut", "getSignedUrlPut"]) {
    expect((await fetch(`${url}/${call}?${query}`, { headers })).status).toBe(200);
  }
  expect(await (await fetch(`${url}/docs/`)).text()).toContain("swagger-ui");
});

it("shows in the browser at once what changes in the web app, without loading the page again", async () => {
  const page = await browser.newPage();
  await page.goto(url);
  await page.getByText("before the change").waitFor();
  await page.evaluate(() => document.documentElement.setAttribute("data-loaded", "once"));
  await tree.edit("webapp/src/probe.tsx", "before the change", "after the change");
  await page.getByText("after the change").waitFor();
  expect(await page.locator("html").getAttribute("data-loaded")).toBe("once");
  await page.close();
});

it("starts the service again when one of its sources changes, with the same data, and lets callers wait", async () => {
  const before = (await (await fetch(`${api}/posts`)).json()) as unknown[];
  expect(before).not.toEqual([]);
  await tree.edit("webservice/plugins/external/openapi.ts", 'title: "Postagram"', 'title: "Changed"');
  const statuses = new Set<number>();
  await eventually(async () => {
    const response = await fetch(`${url}/openapi.json`);
    statuses.add(response.status);
    const { info } = (await response.json()) as { info: { title: string } };
    return info.title === "Changed" ? true : undefined;
  }, 60);
  expect([...statuses]).toEqual([200]);
  expect((await (await fetch(`${url}/posts`)).json()) as { id: string }[]).toMatchObject(
    (before as { id: string }[]).map(({ id }) => ({ id })),
  );
});

it("goes on with what ran before when a source of the service does not build, until it does", async () => {
  const file = "webservice/plugins/external/openapi.ts";
  await tree.edit(file, 'title: "Changed"', 'title: = "Broken"');
  await program.said(/The service cannot be built/);
  expect(program.output.stderr).toContain("openapi.ts");
  expect((await fetch(`${url}/health`)).status).toBe(200);
  await tree.edit(file, 'title: = "Broken"', 'title: "Mended"');
  await eventuallyAt(`${url}/openapi.json`, /"Mended"/);
});

it.each(["SIGINT", "SIGTERM"] as const)("ends with all that it has started on %s", async (signal) => {
  const data = path.join(tree.directory, `data-${signal}`);
  const another = tree.run(DEV, { LOCAL_DATA_DIR: data });
  const [, webApp = "", service = "", aws = ""] = await another.said(
    /Postagram\s+(http:\S+)[\s\S]*API\s+(http:\S+)[\s\S]*Embedded AWS\s+(http:\S+)/,
  );
  another.child.kill(signal);
  expect(await another.exited).toBe(0);
  expect(another.output.stdout).toContain('"msg":"stopped"');
  for (const address of [webApp, service, aws]) await expect(fetch(address)).rejects.toThrow();
});

it("lets nothing go on when it is killed", async () => {
  const another = tree.run(DEV, { LOCAL_DATA_DIR: path.join(tree.directory, "data-killed") });
  const [, service = ""] = await another.said(/API\s+(http:\S+)/);
  another.child.kill("SIGKILL");
  await eventually(async () => (await fetch(service).catch(() => undefined)) === undefined || undefined);
});

it.each(["WEBAPP_PORT", "PORT", "LOCAL_AWS_PORT"])("names a taken port and how to change it: %s", async (name) => {
  const blocker = createServer().listen(0, "127.0.0.1");
  await once(blocker, "listening");
  const address = blocker.address();
  const port = String(typeof address === "object" ? address?.port : "");
  const data = path.join(tree.directory, `data-${name}`);
  const { exited, output } = tree.run(DEV, { [name]: port, LOCAL_DATA_DIR: data });
  expect(await exited).toBe(1);
  expect(output.stderr).toContain(`${name} is ${port}, which another program listens on`);
  expect(output.stderr).not.toContain("    at ");
  blocker.close();
});

it("has --help, and refuses what it does not know", async () => {
  const help = tree.run([...DEV, "--help"]);
  expect(await help.exited).toBe(0);
  expect(help.output.stdout).toContain("Usage: npm run dev");
  const unknown = tree.run([...DEV, "--wat"]);
  expect(await unknown.exited).toBe(1);
  expect(unknown.output.stderr).toContain("--wat");
});
