import { Worker } from "node:worker_threads";
import type { DetectedClass } from "./detection";
import { RekognitionError } from "./errors";
import type { WorkerMessage, WorkerRequest } from "./worker-messages";

interface Job {
  resolve(classes: readonly DetectedClass[]): void;
  reject(error: RekognitionError): void;
}

/** A thread that runs, or loads, the model. */
interface RunningWorker {
  readonly thread: Worker;
  readonly jobs: Map<number, Job>;
  /** Resolves once the model is there; rejects where the thread ends before. */
  readonly ready: Promise<void>;
  isLoading: boolean;
}

/**
 * The model's thread, seen from the thread that answers requests.
 *
 * It starts when first needed. Should it end by itself, the pictures it had are refused with `InternalServerError`, on
 * which the AWS SDK tries again, and the next picture starts a new one. While it has nothing to do it does not keep the
 * process alive.
 */
export class DetectorWorker {
  readonly #file: string;
  #running: RunningWorker | undefined;
  #lastId = 0;
  #isClosed = false;

  /** @param file the bundle of `worker.ts` */
  constructor(file: string) {
    this.#file = file;
  }

  /** Resolves once the model is loaded. */
  async load(): Promise<void> {
    await this.#start().ready;
  }

  /** The classes of objects in a JPEG or PNG picture, the surest first. */
  async detect(bytes: Uint8Array): Promise<readonly DetectedClass[]> {
    const { thread, jobs } = this.#start();
    const request: WorkerRequest = { id: ++this.#lastId, bytes };
    return new Promise((resolve, reject) => {
      jobs.set(request.id, { resolve, reject });
      thread.ref();
      thread.postMessage(request);
    });
  }

  /** Ends the thread for good; pictures that it has, and any that come later, are refused. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#running?.thread.terminate();
  }

  #start(): RunningWorker {
    if (this.#isClosed) throw new RekognitionError("InternalServerError", "The service is shutting down");
    if (this.#running) return this.#running;
    const thread = new Worker(this.#file);
    const jobs = new Map<number, Job>();
    const ready = new Promise<void>((resolve, reject) => {
      let cause: unknown;
      thread.on("error", (error) => {
        cause = error;
      });
      thread.on("message", (message: WorkerMessage) => {
        if (message.type === "ready") {
          running.isLoading = false;
          resolve();
        } else {
          settle(jobs, message);
        }
        if (!running.isLoading && jobs.size === 0) thread.unref();
      });
      thread.on("exit", (code) => {
        if (this.#running === running) this.#running = undefined;
        const error = new RekognitionError("InternalServerError", `The model's thread ended (exit code ${code})`, {
          cause,
        });
        for (const job of jobs.values()) job.reject(error);
        jobs.clear();
        reject(error);
      });
    });
    // Each picture fails for itself when the thread ends; who only sends pictures never looks at this promise.
    ready.catch(() => undefined);
    const running: RunningWorker = { thread, jobs, ready, isLoading: true };
    this.#running = running;
    return running;
  }
}

function settle(jobs: Map<number, Job>, message: Exclude<WorkerMessage, { type: "ready" }>): void {
  const job = jobs.get(message.id);
  jobs.delete(message.id);
  if (message.type === "detected") job?.resolve(message.classes);
  else job?.reject(new RekognitionError(message.name, message.message));
}
