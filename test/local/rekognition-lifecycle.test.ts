import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { DetectLabelsCommand, InternalServerError, type RekognitionClient } from "@aws-sdk/client-rekognition";
import { outdir } from "../../local/build.js";
import { type RekognitionService, startRekognition } from "../../local/rekognition/rekognition";
import { listen } from "./rekognition-server";

const workerFile = path.join(outdir, "rekognition-worker.js");
const cat = readFileSync(path.join(__dirname, "..", "fixtures", "chelsea.jpg"));

let folder: string;
let service: RekognitionService;
let server: http.Server;
let client: RekognitionClient;

async function start(file: string, getObject = async (): Promise<Uint8Array> => cat): Promise<void> {
  service = startRekognition({ workerFile: file, getObject });
  ({ server, client } = await listen(service));
}

/** A worker file that runs `script` instead of the model the first time that it is started. */
function workerThatFirst(script: string): string {
  const started = path.join(folder, "started");
  const file = path.join(folder, "worker.js");
  writeFileSync(
    file,
    `const { existsSync, writeFileSync } = require("node:fs");
     const { parentPort } = require("node:worker_threads");
     if (existsSync(${JSON.stringify(started)})) require(${JSON.stringify(workerFile)});
     else { writeFileSync(${JSON.stringify(started)}, ""); ${script} }`,
  );
  return file;
}

const detect = async (): Promise<string | undefined> => {
  const image = { S3Object: { Bucket: "photos", Name: "cat.jpg" } };
  return (await client.send(new DetectLabelsCommand({ Image: image }))).Labels?.[0]?.Name;
};

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "rekognition-"));
});

afterEach(async () => {
  client.destroy();
  server.close();
  await service.close();
  rmSync(folder, { recursive: true });
});

test("the first request loads the model and waits for it", async () => {
  await start(workerFile);
  expect(await detect()).toBe("Cat");
});

test("a crash of the model fails the requests that it had, and the next one starts it again", async () => {
  await start(workerThatFirst('parentPort.once("message", () => process.exit(3));'));
  const results = await Promise.allSettled([detect(), detect()]);
  for (const result of results) {
    expect(result).toMatchObject({ status: "rejected", reason: expect.any(InternalServerError) });
    expect(result).toMatchObject({ reason: { $metadata: { httpStatusCode: 500 } } });
  }
  expect(await detect()).toBe("Cat");
});

test("a model that cannot be loaded is reported by load(), and can be loaded later", async () => {
  await start(workerThatFirst('throw new Error("no such model");'));
  await expect(service.load()).rejects.toMatchObject({ cause: { message: "no such model" } });
  await service.load();
  expect(await detect()).toBe("Cat");
});

test("close() lets a request under way finish and refuses those that follow", async () => {
  let askedFor = (): void => undefined;
  const asked = new Promise<void>((resolve) => {
    askedFor = resolve;
  });
  await start(workerFile, async () => {
    askedFor();
    return cat;
  });
  const underWay = detect();
  await asked;
  const closed = service.close();
  const notEvenRead = new DetectLabelsCommand({ Image: { Bytes: cat }, MaxLabels: -1 });
  await expect(client.send(notEvenRead)).rejects.toBeInstanceOf(InternalServerError);
  expect(await underWay).toBe("Cat");
  await closed;
  await expect(detect()).rejects.toBeInstanceOf(InternalServerError);
});

test("a loaded model with nothing to do does not keep its process alive", async () => {
  await start(workerFile);
  const program = `
    const { startRekognition } = require(${JSON.stringify(path.resolve("local/rekognition/rekognition.ts"))});
    const service = startRekognition({ workerFile: ${JSON.stringify(workerFile)}, getObject: async () => new Uint8Array() });
    service.load().then(() => console.log("loaded"));`;
  const { stdout } = await promisify(execFile)(process.execPath, ["-r", "tsx/cjs", "-e", program], { timeout: 20_000 });
  expect(stdout).toBe("loaded\n");
});
