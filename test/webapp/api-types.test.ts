import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";

const ROOT = path.resolve(__dirname, "../..");

describe("the types of the webservice's API", () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "postagram-api-types-"));
  });
  afterAll(() => rm(directory, { recursive: true }));

  it("that the web app is compiled against are current, and what is stale is found and written anew", async () => {
    const current = await readFile(path.join(ROOT, "webapp/src/api/schema.ts"), "utf8");
    const stale = path.join(directory, "stale.ts");
    const fresh = path.join(directory, "new", "fresh.ts");
    await writeFile(stale, current.replace("title: string", "headline: string"));

    const [ours, checked, written] = await Promise.all([
      generateApiTypes("--check"),
      generateApiTypes("--check", "--out", stale),
      generateApiTypes("--out", fresh),
    ]);

    expect(ours).toMatchObject({ code: 0, stdout: "webapp/src/api/schema.ts is current.\n" });
    expect(checked.code).toBe(1);
    expect(checked.stderr).toContain(`${path.relative(ROOT, stale)} is not what`);
    expect(checked.stderr).toContain("npm run generate:api");
    expect(await readFile(stale, "utf8")).toContain("headline: string");
    expect(written.code).toBe(0);
    expect(await readFile(fresh, "utf8")).toBe(current);
  });
});

/** Runs `npm run generate:api` with these options, without npm. */
async function generateApiTypes(...options: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, ["--import", "tsx", "webapp/generate-api-types.ts", ...options], { cwd: ROOT });
  const [[code], stdout, stderr] = await Promise.all([once(child, "close"), text(child.stdout), text(child.stderr)]);
  return { code, stdout, stderr };
}
