import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { inflateRawSync } from "node:zlib";
import { bundleFunction } from "../../stacks/constructs/function-bundle";
import { zipArchive } from "../../stacks/constructs/zip-archive";

const KB = 1000;

describe.each(["functions/detect-labels/index.ts", "functions/ec2-control/index.ts"])("the bundle of %s", (entry) => {
  const { zipFile, handler } = bundleFunction(entry);

  it("is at most 300 KB", () => {
    expect(statSync(zipFile).size).toBeLessThanOrEqual(300 * KB);
  });

  it("is the same bytes each time", () => {
    const before = readFileSync(zipFile);
    bundleFunction(entry);
    expect(readFileSync(zipFile).equals(before)).toBe(true);
  });

  it("has its source map beside it and not in it", () => {
    expect(existsSync(path.join(path.dirname(zipFile), "index.js.map"))).toBe(true);
    expect(readFileSync(zipFile).includes("index.js.map")).toBe(false);
  });

  it("exports the handler, with nothing but Node", () => {
    const [file, name] = handler.split(".");
    const script = `process.stdout.write(typeof require("./${file}.js").${name})`;
    const env = { PATH: process.env.PATH, AWS_REGION: "us-east-1", DYNAMO_TABLE: "posts", INSTANCE_ID: "i-0123" };
    const cwd = path.dirname(zipFile);
    expect(execFileSync(process.execPath, ["-e", script], { cwd, env, encoding: "utf8" })).toBe("function");
  });
});

describe("zipArchive", () => {
  const text = Buffer.from("exports.handler = () => 'é';\n".repeat(100));
  const archive = zipArchive("index.js", text);

  it("holds the file under its name, compressed", () => {
    const size = archive.readUInt32LE(18);
    const nameLength = archive.readUInt16LE(26);
    expect(archive.toString("utf8", 30, 30 + nameLength)).toBe("index.js");
    expect(inflateRawSync(archive.subarray(30 + nameLength, 30 + nameLength + size)).equals(text)).toBe(true);
    expect(archive.length).toBeLessThan(text.length);
  });

  it("lets everybody read the file: Lambda runs code as another user than unpacks it", () => {
    const directory = archive.indexOf("PK\x01\x02");
    expect(archive.readUInt32LE(directory + 38) >>> 16).toBe(0o100644);
  });
});
