import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type AwsThread, startAwsThread } from "../local/aws-thread";
import { outdir } from "../local/build.js";
import { type EmbeddedAwsSettings, embeddedEnvironment, readEmbeddedAwsSettings } from "../local/settings";
import { outdir as webApp } from "../webservice/build-web-app.js";
import { readConfig } from "../webservice/config";
import { createLogger } from "../webservice/logger";
import { startWebservice } from "../webservice/serve";
import { type PostsClient, postsClient } from "./posts-client";

export type { Answer } from "./posts-client";

/** The body of every error. */
export interface ErrorBody {
  statusCode: number;
  error: string;
  message: string;
}

/** The webservice, with the web app, on an embedded AWS, both on free ports, with an empty data folder. */
export interface TestPostagram extends PostsClient {
  readonly url: string;
  /** The log lines of the webservice so far. */
  readonly log: Record<string, unknown>[];
  /** The environment under which the AWS SDK uses the embedded AWS. */
  readonly env: NodeJS.ProcessEnv;
  stopAws(): Promise<void>;
  startAws(): Promise<void>;
  stop(): Promise<void>;
}

export async function startPostagram(variables: NodeJS.ProcessEnv = {}): Promise<TestPostagram> {
  const directory = await mkdtemp(path.join(tmpdir(), "postagram-"));
  const files = { aws: path.join(outdir, "aws-worker.js"), rekognition: path.join(outdir, "rekognition-worker.js") };
  const startThread = (settings: EmbeddedAwsSettings) => startAwsThread(settings, files);
  const settings = readEmbeddedAwsSettings({ LOCAL_DATA_DIR: directory, LOCAL_AWS_PORT: "0" });
  let aws: AwsThread | undefined = await startThread(settings);
  const { endpoint } = aws;

  const env = {
    RATE_LIMIT: "0",
    ...embeddedEnvironment({}, settings, endpoint),
    PORT: "0",
    HOST: "127.0.0.1",
    ...variables,
  };
  Object.assign(process.env, env);
  const log: Record<string, unknown>[] = [];
  const logger = createLogger("info", { write: (line) => void log.push(JSON.parse(line)) });
  const webservice = await startWebservice(readConfig(env), logger, { webApp });
  const { url } = webservice;

  return {
    url,
    log,
    env,
    ...postsClient(url),
    async stopAws() {
      await aws?.close();
      aws = undefined;
    },
    async startAws() {
      aws ??= await startThread({ ...settings, port: Number(new URL(endpoint).port) });
    },
    async stop() {
      await webservice.close();
      await aws?.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Waits until `probe` has something to say, which is asked every 20 ms. */
export async function eventually<T>(probe: () => Promise<T | undefined>, seconds = 15): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const found = await probe();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`It did not happen within ${seconds} s.`);
    await delay(20);
  }
}

/** A picture among the fixtures. */
export function fixture(name: string): Promise<Buffer> {
  return readFile(path.join(__dirname, "fixtures", name));
}

/** The bare UUID of a post. */
export function bare(post: { id: string }): string {
  return post.id.slice("POST#".length);
}
