import { writeFile } from "node:fs/promises";
import path from "node:path";
import { copySources, type RunningProgram, type SourceTree } from "../source-tree";

jest.setTimeout(90_000);

let tree: SourceTree;
beforeAll(async () => {
  tree = await copySources();
});
afterAll(() => tree?.remove());

/** `npm start` until it serves; what it says then, and the page that a browser gets. */
async function start(): Promise<{ stderr: string; page: string }> {
  const program: RunningProgram = tree.run(["local/start.js"]);
  const [, url = ""] = await program.said(/Postagram\s+(http:\S+)/);
  const page = await (await fetch(url)).text();
  program.child.kill("SIGINT");
  expect(await program.exited).toBe(0);
  return { stderr: program.output.stderr, page };
}

it("builds what is not built, what has changed, and nothing else", async () => {
  const help = tree.run(["local/start.js", "--help"]);
  expect(await help.exited).toBe(0);
  expect(help.output.stderr).toBe("Building the service, since it is the first start or the code has changed …\n");

  const first = await start();
  expect(first.stderr).toContain("Building the web app, since it is the first start or the code has changed …");
  expect(first.page).toContain("<title>Postagram</title>");

  expect((await start()).stderr).not.toContain("Building");

  await tree.edit("webapp/index.html", "<title>Postagram</title>", "<title>Changed</title>");
  await tree.edit("webservice/logger.ts", "base: null", "base: { changed: true }");
  const changed = await start();
  expect(changed.stderr).toContain("Building the service and the web app, since");
  expect(changed.page).toContain("<title>Changed</title>");

  await writeFile(path.join(tree.directory, ".env"), "VITE_API_URL=https://api.example\n");
  expect((await start()).stderr).toContain("Building the web app, since");
});

it.each([
  ["does not parse", "webapp/src/main.tsx", "const = ;", /main\.tsx/],
  ["wants a file that is not there", "webapp/src/main.tsx", 'import "./missing";', /\.\/missing/],
])("says what is wrong with a web app that %s", async (_what, file, code, message) => {
  await writeFile(path.join(tree.directory, file), code);
  const { exited, output } = tree.run(["local/start.js"]);
  expect(await exited).toBe(1);
  expect(output.stderr).toContain("The web app cannot be built:");
  expect(output.stderr).toMatch(message);
  expect(output.stderr).not.toMatch(/\n {4}at .*build-web-app/);
});

it("says what VITE_API_URL has to be", async () => {
  const { exited, output } = tree.run(["local/start.js"], { VITE_API_URL: "api.example" });
  expect(await exited).toBe(1);
  expect(output.stderr).toBe('VITE_API_URL is "api.example": it has to be a URL such as http://localhost:8080.\n');
});
