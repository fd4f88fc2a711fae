import { parentPort } from "node:worker_threads";
import { RekognitionError } from "./errors";
import { loadObjectDetector, type ObjectDetector } from "./object-detector";
import type { WorkerMessage, WorkerRequest } from "./worker-messages";

/**
 * The thread that the model runs in: the entry of a `worker_threads` worker, which loads the model at once and takes
 * {@link WorkerRequest}s, also before the model is there. What fails while loading ends the thread.
 */

const port = parentPort;
if (port === null) throw new Error("This file is the entry of a worker thread, not a program");

const post = (message: WorkerMessage): void => port.postMessage(message);

const detector = loadObjectDetector().then((loaded) => {
  post({ type: "ready" });
  return loaded;
});

// One picture at a time: the model takes the whole thread anyway, and decoding ahead would only hold pixels.
let last: Promise<void> = detector.then(() => undefined);

port.on("message", (request: WorkerRequest) => {
  last = last.then(async () => answer(await detector, request));
});

async function answer(loaded: ObjectDetector, { id, bytes }: WorkerRequest): Promise<void> {
  try {
    post({ type: "detected", id, classes: await loaded.detect(bytes) });
  } catch (error) {
    const { name, message } =
      error instanceof RekognitionError ? error : new RekognitionError("InternalServerError", String(error));
    post({ type: "failed", id, name, message });
  }
}
