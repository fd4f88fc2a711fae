import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "../../../bench/product/free-port";
import type { Post } from "../../../webservice/posts/post";
import { bare, eventually } from "../../postagram";
import { type PostsClient, postsClient } from "../../posts-client";

const ROOT = path.resolve(__dirname, "../../..");

/** `npm start` as a person runs it, on free ports and, at first, an empty data folder. */
export interface PostagramProcess extends PostsClient {
  readonly port: number;
  /** Origin of the bucket, where browsers send pictures to and get them from. */
  readonly bucketOrigin: string;
  /** Starts it again after `end`, on the same ports and data; does nothing while it runs. */
  start(): Promise<void>;
  /** Ends it; resolves once nothing of it runs any more. */
  end(signal: "SIGINT" | "SIGTERM" | "SIGKILL"): Promise<void>;
  /** Ends it and deletes its data. */
  remove(): Promise<void>;
  /** A file that it serves, as it is before any compression. */
  file(path: string): Promise<Buffer>;
  /** Uploads a picture to a post of the user's own; resolves once it has its labels. */
  upload(post: Post, picture: Buffer): Promise<Post>;
}

/** Resolves once the service answers. */
export async function startPostagramProcess(): Promise<PostagramProcess> {
  const directory = await mkdtemp(path.join(tmpdir(), "postagram-webapp-"));
  const [port, awsPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const client = postsClient(url);
  const env = {
    ...process.env,
    PORT: String(port),
    LOCAL_AWS_PORT: String(awsPort),
    LOCAL_DATA_DIR: directory,
    RATE_LIMIT: "0", // everybody in these tests has the same address
    LOG_LEVEL: "warn",
  };
  let child: ChildProcess | undefined;
  let output = "";

  const start = async (): Promise<void> => {
    if (child !== undefined) return;
    const started = spawn("npm", ["start"], { cwd: ROOT, env, detached: true });
    child = started;
    started.stdout.on("data", (data) => (output += data));
    started.stderr.on("data", (data) => (output += data));
    await eventually(async () => {
      if (started.exitCode !== null) throw new Error(`npm start ended by itself:\n${output}`);
      return (await fetch(`${url}/health`).catch(() => undefined))?.ok || undefined;
    }, 60);
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ending = child;
    child = undefined;
    if (ending?.pid === undefined || ending.exitCode !== null) return;
    const closed = once(ending, "close"); // not "exit": npm may be gone before what it runs
    process.kill(-ending.pid, signal);
    await closed;
  };

  await start();
  return {
    port,
    bucketOrigin: `http://127.0.0.1:${awsPort}`,
    ...client,
    start,
    end,
    async remove() {
      await end("SIGINT"); // as a terminal does on Ctrl-C
      await rm(directory, { recursive: true, force: true });
    },
    async file(path) {
      return Buffer.from(await (await fetch(url + path)).arrayBuffer());
    },
    async upload(post, picture) {
      const query = new URLSearchParams({ filename: "picture.jpg", filetype: "image/jpeg", postId: bare(post) });
      const signed = await client.call<{ uploadURL: string }>("GET", `/signedUrlPut?${query}`, { user: post.user });
      const headers = { "content-type": "image/jpeg" };
      const put = await fetch(signed.body.uploadURL, { method: "PUT", headers, body: new Uint8Array(picture) });
      if (!put.ok) throw new Error(`The picture was not uploaded: ${put.status}`);
      return eventually(async () => {
        const { body } = await client.call("GET", `/posts/${bare(post)}`, { user: post.user });
        return body.labels === undefined ? undefined : body;
      });
    },
  };
}
