import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { STACKS } from "../../local/deploy/stacks";
import { runProgram } from "./run-command";

const run = promisify(execFile);
const ROOT = path.resolve(__dirname, "../..");

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "postagram-export-"));
  await runProgram("local/hcl/export-hcl.ts", ["--output", directory], process.env);
}, 120_000);
afterAll(() => rm(directory, { recursive: true, force: true }));

it("writes HCL of all stacks that is formatted, and holds no path of this machine", async () => {
  expect((await readdir(directory)).sort()).toEqual(STACKS.map(({ name }) => name).sort());
  await run("terraform", ["fmt", "-check", "-recursive", directory]);
  for (const { name } of STACKS) {
    const files = (await readdir(path.join(directory, name))).filter((file) => file.endsWith(".tf"));
    expect(files).toContain("main.tf");
    for (const file of files) expect(await readFile(path.join(directory, name, file), "utf8")).not.toContain(ROOT);
  }
});

it.each(STACKS)("writes what Terraform alone initializes and validates without a warning: $name", async ({ name }) => {
  const options = { cwd: path.join(directory, name) };
  const { stdout: initialized } = await run("terraform", ["init", "-input=false", "-no-color"], options);
  // Where the provider comes from a mirror, Terraform warns that it knows its hash on this platform alone.
  const warnings = initialized.match(/^Warning: (?!Incomplete lock file information).*$/gm);
  expect(warnings).toBeNull();
  const { stdout } = await run("terraform", ["validate", "-json"], options);
  expect(JSON.parse(stdout)).toMatchObject({ valid: true, error_count: 0, warning_count: 0 });
});
