import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { type IncomingMessage, request } from "node:http";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { embeddedEnvironment, readEmbeddedAwsSettings } from "../../local/settings";
import type { Post } from "../../webservice/posts/post";
import { bare, eventually, fixture } from "../postagram";

const ROOT = path.resolve(__dirname, "../..");

/** `npm start` without npm: a process that runs until it is told to stop. */
interface Running {
  readonly url: string;
  readonly child: ChildProcess;
  readonly output: { stdout: string; stderr: string };
  /** Resolves with the exit status, or the name of the signal that ended it. */
  readonly exited: Promise<number | string>;
}

let directory: string;
let running: ChildProcess[];
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "postagram-start-"));
  running = [];
});
afterEach(async () => {
  for (const child of running) child.kill("SIGKILL");
  await rm(directory, { recursive: true, force: true });
});

function run(variables: NodeJS.ProcessEnv = {}, args: string[] = []): Omit<Running, "url"> {
  const child = spawn(process.execPath, [path.join(ROOT, "local/start.js"), ...args], {
    cwd: directory, // no .env of the developer's
    env: {
      PATH: process.env.PATH,
      HOST: "127.0.0.1",
      PORT: "0",
      LOCAL_AWS_PORT: "0",
      LOCAL_DATA_DIR: path.join(directory, "data"),
      RATE_LIMIT: "0",
      ...variables,
    },
  });
  running.push(child);
  const output = { stdout: "", stderr: "" };
  child.stdout?.on("data", (data) => (output.stdout += data));
  child.stderr?.on("data", (data) => (output.stderr += data));
  const exited = once(child, "close").then(([code, signal]) => code ?? signal);
  return { child, output, exited };
}

async function start(variables?: NodeJS.ProcessEnv): Promise<Running> {
  const process = run(variables);
  const url = await eventually(async () => {
    if (process.child.exitCode !== null) throw new Error(process.output.stderr);
    return /Postagram\s+(http:\S+)/.exec(process.output.stderr)?.[1];
  });
  return { ...process, url };
}

async function write(url: string, title: string): Promise<Post> {
  const response = await fetch(`${url}/posts`, {
    method: "POST",
    headers: { authorization: "ada", "content-type": "application/json" },
    body: JSON.stringify({ title, body: "b" }),
  });
  expect(response.status).toBe(201);
  return (await response.json()) as Post;
}

/** Reads as a client does that comes again when it is asked to, as on a machine that is very busy. */
async function read<T>(url: string): Promise<T> {
  const response = await eventually(async () => {
    const answer = await fetch(url);
    return answer.status === 503 ? undefined : answer;
  });
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}

it("says what runs where and where the data lies", async () => {
  const { url, output } = await start();
  expect(output.stderr).toMatch(/Embedded AWS\s+http:\/\/127\.0\.0\.1:\d+/);
  expect(output.stderr).toContain("data");
  expect(output.stderr.match(/curl /g)).toHaveLength(3);
  expect(output.stderr).toContain(`curl '${url}/posts?limit=10'`);
});

it("finds the same posts and pictures again after Ctrl-C", async () => {
  const first = await start();
  const post = await write(first.url, "kept");
  const upload = await fetch(`${first.url}/signedUrlPut?filename=c.jpg&filetype=image/jpeg&postId=${bare(post)}`, {
    headers: { authorization: "ada" },
  });
  const { uploadURL } = (await upload.json()) as { uploadURL: string };
  const picture = await fixture("chelsea.jpg");
  await fetch(uploadURL, { method: "PUT", body: picture, headers: { "content-type": "image/jpeg" } });
  // At once, before the picture is labelled: that must not be lost either.
  first.child.kill("SIGINT");
  expect(await first.exited).toBe(0);

  const second = await start();
  const found = await eventually(async () => {
    const again = await read<Post>(`${second.url}/posts/${bare(post)}`);
    return again.labels === undefined ? undefined : again;
  });
  expect(found).toMatchObject({ title: "kept", labels: expect.arrayContaining(["Cat"]) });
  const image = await fetch(found.image ?? "");
  expect(Buffer.from(await image.arrayBuffer()).equals(picture)).toBe(true);
});

it("uses the bucket and the table that the environment names, at the endpoint that it names", async () => {
  const first = await start();
  const endpoint = /Embedded AWS\s+(http:\S+)/.exec(first.output.stderr)?.[1] ?? "";
  const settings = readEmbeddedAwsSettings({});
  const { BUCKET, DYNAMO_TABLE, ...aws } = embeddedEnvironment({}, settings, endpoint);
  await writeFile(path.join(directory, ".env"), `BUCKET=${BUCKET}\nDYNAMO_TABLE=${DYNAMO_TABLE}\n`);
  const second = await start(aws);
  expect(second.output.stderr).toContain(`Table          ${DYNAMO_TABLE}`);
  expect(second.output.stderr).toContain(`AWS            ${endpoint}`);
  const post = await write(second.url, "of both");
  expect(await read<Post>(`${first.url}/posts/${bare(post)}`)).toEqual(post);
});

it("loses nothing that it has answered when it is killed", async () => {
  const first = await start();
  const post = await write(first.url, "answered");
  first.child.kill("SIGKILL");
  await first.exited;
  const second = await start();
  expect(await read<Post>(`${second.url}/posts/${bare(post)}`)).toEqual(post);
});

it("loses no answer on SIGTERM: its health turns 503, what is asked is answered, then it exits with 0", async () => {
  const { url, child, exited, output } = await start({ DRAIN_SECONDS: "1" });
  const written: Promise<Post>[] = [];
  let healthy = true;
  // A load balancer: sends requests until the health says otherwise.
  const balancer = (async () => {
    while (healthy) healthy = (await fetch(`${url}/health`)).status === 200;
  })();
  const clients = Array.from({ length: 8 }, async (_, client) => {
    for (let i = 0; healthy; i++) {
      const post = write(url, `${client}-${i}`);
      written.push(post);
      await post;
    }
  });
  await eventually(async () => (written.length > 50 ? true : undefined));
  child.kill("SIGTERM");
  await balancer;
  const late = await fetch(`${url}/posts?limit=1`);
  expect(late.status).toBe(200);
  expect(late.headers.get("connection")).toBe("close");
  await Promise.all(clients);
  const answered = await Promise.all(written);
  expect(await exited).toBe(0);
  expect(output.stdout).toContain('"msg":"stopped"');

  const again = await start();
  const kept = new Set((await read<Post[]>(`${again.url}/posts`)).map(({ id }) => id));
  expect(answered.filter(({ id }) => !kept.has(id))).toEqual([]);
});

it("finishes an answer that is under way when it is told to stop", async () => {
  const { url, child, exited } = await start({ DRAIN_SECONDS: "0" });
  for (let i = 0; i < 40; i++) {
    await Promise.all(Array.from({ length: 10 }, (_, j) => write(url, `${i}-${j} ${"x".repeat(250)}`)));
  }
  const response = await fetch(`${url}/posts`);
  child.kill("SIGTERM");
  expect(await response.json()).toHaveLength(400);
  expect(await exited).toBe(0);
});

it.each([
  ["PORT", "the webservice's"],
  ["LOCAL_AWS_PORT", "the embedded AWS's"],
])("names a taken port and how to change it: %s", async (name) => {
  const blocker = createServer().listen(0, "127.0.0.1");
  await once(blocker, "listening");
  const address = blocker.address();
  const port = String(typeof address === "object" ? address?.port : "");
  const { exited, output } = run({ [name]: port });
  expect(await exited).toBe(1);
  expect(output.stderr).toContain(`${name} is ${port}, which another program listens on`);
  expect(output.stderr).toContain(`set ${name} to a free port`);
  blocker.close();
});

it.each([
  [{ BUCKET: "b" }, "DYNAMO_TABLE is not set, though BUCKET is"],
  [{ DYNAMO_TABLE: "t" }, "BUCKET is not set, though DYNAMO_TABLE is"],
  [{ PORT: "http" }, 'PORT is "http"'],
  [{ LOCAL_AWS_PORT: "x" }, 'LOCAL_AWS_PORT is "x"'],
])("stops at a wrong environment, saying what is wrong: %j", async (variables, message) => {
  const { exited, output } = run(variables);
  expect(await exited).toBe(1);
  expect(output.stderr).toContain(message);
  expect(output.stderr).not.toContain("    at ");
});

it("says that a second one cannot run on the same data", async () => {
  await start();
  const { exited, output } = run();
  expect(await exited).toBe(1);
  expect(output.stderr).toContain(`LOCAL_DATA_DIR is "${path.join(directory, "data")}"`);
  expect(output.stderr).not.toContain("    at ");
});

it("says that a folder cannot be used", async () => {
  const file = path.join(directory, "file");
  await writeFile(file, "not a folder");
  const { exited, output } = run({ LOCAL_DATA_DIR: file });
  expect(await exited).toBe(1);
  expect(output.stderr).toContain(`LOCAL_DATA_DIR is "${file}", which cannot be used`);
  expect(output.stderr).not.toContain("    at ");
});

it("stops although connections are open that ask for nothing, or that nobody reads from", async () => {
  const { url, child, exited, output } = await start();
  for (let i = 0; i < 20; i++) {
    await Promise.all(Array.from({ length: 20 }, () => write(url, "x".repeat(300))));
  }
  const { port } = new URL(url);
  const sockets = [`GET /posts HTTP/1.1\r\nHost: x\r\n\r\n`, "", "GET /health HT"].map((sent) => {
    const socket = connect(Number(port), "127.0.0.1");
    socket.on("error", () => undefined).write(sent);
    return socket;
  });
  await Promise.all(sockets.map((socket) => (socket.connecting ? once(socket, "connect") : undefined)));
  const began = performance.now();
  child.kill("SIGINT");
  expect(await exited).toBe(0);
  expect(performance.now() - began).toBeLessThan(15_000); // Node alone waits for 30 s and more
  expect(output.stdout).toContain('"msg":"stopped"');
});

it("keeps the event of an upload that ends while everything stops", async () => {
  const first = await start();
  const post = await write(first.url, "late");
  const query = `filename=c.jpg&filetype=image/jpeg&postId=${bare(post)}`;
  const signed = await fetch(`${first.url}/signedUrlPut?${query}`, { headers: { authorization: "ada" } });
  const { uploadURL } = (await signed.json()) as { uploadURL: string };
  const picture = await fixture("chelsea.jpg");
  const upload = request(uploadURL, {
    method: "PUT",
    headers: { "content-type": "image/jpeg", "content-length": picture.length, expect: "100-continue" },
  });
  const answered = once(upload, "response") as Promise<[IncomingMessage]>;
  upload.flushHeaders();
  await once(upload, "continue"); // S3 has begun with it
  upload.write(picture.subarray(0, 1_000));
  first.child.kill("SIGINT");
  await eventually(async () => (first.output.stdout.includes('"msg":"stopping"') ? true : undefined));
  upload.end(picture.subarray(1_000));
  const [{ statusCode }] = await answered;
  expect(statusCode).toBe(200);
  expect(await first.exited).toBe(0);

  const second = await start();
  const { labels } = await eventually(async () => {
    const again = await read<Post>(`${second.url}/posts/${bare(post)}`);
    return again.labels === undefined ? undefined : again;
  });
  expect(labels).toContain("Cat");
});

it("has --help, and refuses what it does not know", async () => {
  const help = run({}, ["--help"]);
  expect(await help.exited).toBe(0);
  expect(help.output.stdout).toContain("Usage: npm start");
  const unknown = run({}, ["--wat"]);
  expect(await unknown.exited).toBe(1);
  expect(unknown.output.stderr).toContain("--wat");
});
