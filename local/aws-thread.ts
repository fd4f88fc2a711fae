import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { ConfigError } from "../environment/environment-reader";
import type { EmbeddedAws } from "./embedded-aws";
import type { EmbeddedAwsSettings } from "./settings";

/** What the thread is started with. */
export interface AwsWorkerData {
  readonly settings: EmbeddedAwsSettings;
  readonly rekognitionWorkerFile: string;
}

/** What the thread is asked to do, once it has started. */
export type AwsRequest = "warmUp" | "close";

/** What the thread answers. */
export type AwsReply =
  | { type: "started"; endpoint: string }
  | { type: "done"; request: AwsRequest }
  | { type: "failed"; request?: AwsRequest; name: string; message: string; code?: string };

/** The embedded AWS in a thread of its own. */
export interface AwsThread extends EmbeddedAws {
  /** Rejects when the thread ends without having been asked to. */
  readonly failure: Promise<never>;
}

/**
 * Starts the embedded AWS in a thread of its own.
 *
 * @param files the bundles of `local/aws-worker.ts` and `local/rekognition/worker.ts`.
 * @throws {ConfigError} where its port is taken.
 */
export async function startAwsThread(
  settings: EmbeddedAwsSettings,
  files: { aws: string; rekognition: string },
): Promise<AwsThread> {
  const data: AwsWorkerData = { settings, rekognitionWorkerFile: files.rekognition };
  const worker = new Worker(files.aws, { workerData: data });
  let closing = false;
  const failure = new Promise<never>((_, reject) => {
    worker.once("error", reject);
    worker.once("exit", (code) => {
      if (!closing) reject(new Error(`The embedded AWS ended by itself, with status ${code}.`));
    });
  });
  failure.catch(() => undefined); // whoever waits for it handles it

  const answer = async (request?: AwsRequest): Promise<AwsReply> => {
    for (;;) {
      const [reply] = (await Promise.race([once(worker, "message"), failure])) as [AwsReply];
      if (!("request" in reply) || reply.request === request) return reply;
    }
  };
  const ask = async (request: AwsRequest): Promise<void> => {
    worker.postMessage(request);
    const reply = await answer(request);
    if (reply.type === "failed") throw new Error(reply.message);
  };

  const reply = await answer();
  if (reply.type !== "started") {
    closing = true;
    await worker.terminate();
    throw explainFailure(reply, settings);
  }
  return {
    endpoint: reply.endpoint,
    failure,
    warmUp: () => ask("warmUp"),
    async close() {
      closing = true;
      const exited = once(worker, "exit");
      await ask("close");
      await exited;
    },
  };
}

/** Errors of the file system that the user can mend: rights, a file where a folder should be, no space. */
const FILE_ERRORS = new Set(["EACCES", "EDQUOT", "EEXIST", "ENOSPC", "ENOTDIR", "EPERM", "EROFS"]);

function explainFailure(reply: AwsReply, { port, directory }: EmbeddedAwsSettings): Error {
  if (reply.type !== "failed") return new Error(`The embedded AWS did not start, but said "${reply.type}".`);
  const { name, message, code = "" } = reply;
  if (code === "EADDRINUSE") {
    return new ConfigError([
      `LOCAL_AWS_PORT is ${port}, which another program listens on: stop it, or set LOCAL_AWS_PORT to a free port.`,
    ]);
  }
  if (name.startsWith("DynamoDbDirectory") || FILE_ERRORS.has(code)) {
    return new ConfigError([`LOCAL_DATA_DIR is "${directory}", which cannot be used: ${message}`]);
  }
  return new Error(`The embedded AWS did not start: ${name}: ${message}`);
}
