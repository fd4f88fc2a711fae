import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  type EventHandler,
  type EventQueue,
  type EventQueueOptions,
  openEventQueue,
} from "../../local/lambda/event-queue";

/** The events of these tests. */
export interface Upload {
  readonly picture: string;
}

/** What each test of the importing file has of its own: a directory, the queue it opened last, and what that logged. */
export let directory: string;
export let queue: EventQueue<Upload>;
export let log: { info: jest.Mock; warn: jest.Mock; error: jest.Mock };

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "event-queue-"));
  log = { info: jest.fn(), warn: jest.fn(), error: jest.fn() };
});

afterEach(async () => {
  await queue.close();
  await rm(directory, { recursive: true, force: true });
});

/** Opens a queue in the test's directory, with short waits before its retries. */
export async function open(handler: EventHandler<Upload>, options: Partial<EventQueueOptions<Upload>> = {}) {
  queue = await openEventQueue<Upload>({
    directory,
    functionName: "label",
    loadHandler: async () => handler,
    retryDelaysMs: [1, 1],
    log,
    ...options,
  });
  return queue;
}

/** The names of the files in a folder of the queue. */
export const files = (folder: string) => readdir(path.join(directory, folder));

/** A handler that does nothing, and does not end, until told to. */
export function gate() {
  const { promise, resolve } = deferred<void>();
  const entered = deferred<void>();
  const handler: EventHandler<Upload> = async () => {
    entered.resolve();
    await promise;
  };
  return { handler, entered: entered.promise, finish: resolve };
}

/** A promise, and what settles it. */
export function deferred<T>() {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** Resolves when the condition holds, within two seconds. */
export async function until(condition: () => boolean): Promise<void> {
  const giveUpAt = Date.now() + 2_000;
  while (!condition()) {
    if (Date.now() > giveUpAt) throw new Error("The condition has not come true within two seconds");
    await new Promise(setImmediate);
  }
}
