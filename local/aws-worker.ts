import { parentPort, workerData } from "node:worker_threads";
import { createLogger } from "../webservice/logger";
import type { AwsReply, AwsRequest, AwsWorkerData } from "./aws-thread";
import { startEmbeddedAws } from "./embedded-aws";

/** The embedded AWS as a thread of its own, so that it takes no time of the webservice's event loop. */
async function main(data: AwsWorkerData): Promise<void> {
  const log = createLogger("info").child({ service: "embedded-aws" });
  const aws = await startEmbeddedAws(data.settings, { rekognitionWorkerFile: data.rekognitionWorkerFile, log });
  parentPort?.on("message", (request: AwsRequest) => {
    const done = request === "close" ? aws.close() : aws.warmUp();
    done.then(
      () => reply({ type: "done", request }),
      (error: unknown) => reply({ type: "failed", request, ...describe(error) }),
    );
  });
  reply({ type: "started", endpoint: aws.endpoint });
}

function reply(message: AwsReply): void {
  parentPort?.postMessage(message);
  if (message.type === "done" && message.request === "close") parentPort?.close();
}

function describe(error: unknown): { name: string; message: string; code?: string } {
  if (!(error instanceof Error)) return { name: "Error", message: String(error) };
  const { name, message } = error;
  return { name, message, ...("code" in error && typeof error.code === "string" && { code: error.code }) };
}

main(workerData as AwsWorkerData).catch((error: unknown) => {
  // It is ended by who started it: if it ended by itself, that might be seen before what is said here.
  parentPort?.ref();
  reply({ type: "failed", ...describe(error) });
});
