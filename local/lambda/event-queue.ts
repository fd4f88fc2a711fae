import { setTimeout as delay } from "node:timers/promises";
import type { Context } from "aws-lambda";
import { v7 as uuidv7 } from "uuid";
import type { EventQueueLog } from "./event-queue-log";
import { type AttemptFailure, type DeadLetter, EventStore, type PendingEvent } from "./event-store";
import { lambdaContext } from "./lambda-context";

export type { EventQueueLog } from "./event-queue-log";
export type { AttemptFailure, DeadLetter } from "./event-store";

/** A Lambda handler of the promise form. */
export type EventHandler<E> = (event: E, context: Context) => Promise<unknown>;

/**
 * What a queue waits before the first and the second retry, in milliseconds: as many retries as Lambda's, but soon enough
 * to be watched. Lambda waits one minute and two.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export const LOCAL_RETRY_DELAYS_MS: readonly number[] = [1_000, 5_000];

/** How a queue is opened. */
export interface EventQueueOptions<E> {
  /** Where the events lie: in `pending/`, `dead-letters/` and `corrupt/` under it. One queue at a time may use it. */
  readonly directory: string;
  /** Loads the function. Called at the first event or by `load`, and again where it failed. */
  loadHandler(): Promise<EventHandler<E>>;
  readonly functionName: string;
  /** What to wait before each retry, in milliseconds. As many retries as numbers. */
  readonly retryDelaysMs: readonly number[];
  /**
   * How many events are handled side by side.
   * @default 2
   */
  readonly concurrency?: number;
  /**
   * How long an attempt may take, in milliseconds, before it counts as failed.
   * @default 30000
   */
  readonly timeoutMs?: number;
  /**
   * How long `close` waits for running attempts, in milliseconds.
   * @default 5000
   */
  readonly closeTimeoutMs?: number;
  /** Told of every event that failed for good, after its file is written. */
  onDeadLetter?(letter: DeadLetter<E>): void;
  readonly log: EventQueueLog;
}

/** Asynchronous invocations of one function. */
export interface EventQueue<E> {
  /**
   * Accepts an event; it is safe on the disk when the promise resolves, and handled some time after.
   *
   * @throws {EventQueueClosedError} once the queue is being closed.
   */
  enqueue(event: E): Promise<void>;
  /** Loads the function now, so that the first event does not wait for it. */
  load(): Promise<void>;
  /** Resolves once nothing is pending, running or waiting for a retry, or the queue is closed. */
  idle(): Promise<void>;
  /**
   * Starts no more attempts and lets running ones finish, within `closeTimeoutMs`. Events are still taken, for the next
   * start.
   */
  pause(): Promise<void>;
  /** Lets running attempts finish, within `closeTimeoutMs`; all else stays on the disk for the next start. */
  close(): Promise<void>;
}

/** The queue takes no more events. */
export class EventQueueClosedError extends Error {
  override readonly name = "EventQueueClosedError";

  constructor(functionName: string) {
    super(`The event queue of ${functionName} is closed`);
  }
}

/** An attempt took longer than it may. The handler itself cannot be stopped and may still end. */
export class InvocationTimeoutError extends Error {
  override readonly name = "InvocationTimeoutError";

  constructor(functionName: string, timeoutMs: number) {
    super(`${functionName} timed out after ${timeoutMs} ms`);
  }
}

/**
 * Opens a queue that invokes a function as Lambda does with asynchronous events: each at least once, a failed one again
 * after a while, and one that failed every time to the dead letters. What an earlier run of this program left pending is
 * handled first, in its order.
 */
export async function openEventQueue<E>(options: EventQueueOptions<E>): Promise<EventQueue<E>> {
  const store = await EventStore.open<E>(options.directory);
  const pending = await store.load(options.log);
  if (pending.length > 0) options.log.info({ events: pending.length }, "Handling events that an earlier run left");
  return new DurableEventQueue(options, store, pending);
}

class DurableEventQueue<E> implements EventQueue<E> {
  readonly #options: EventQueueOptions<E>;
  readonly #store: EventStore<E>;
  /** What can run now, in order. */
  readonly #ready: PendingEvent<E>[];
  readonly #running = new Set<Promise<void>>();
  readonly #retries = new Set<NodeJS.Timeout>();
  /** Events that are being written to the disk. */
  readonly #accepting = new Set<Promise<void>>();
  #handler: Promise<EventHandler<E>> | undefined;
  #whenIdle: Array<() => void> = [];
  #paused = false;
  #closed: Promise<void> | undefined;
  /** Set when `close` no longer waits: what ends after that must not touch the disk, which may be another queue's. */
  #abandoned = false;

  constructor(options: EventQueueOptions<E>, store: EventStore<E>, pending: PendingEvent<E>[]) {
    this.#options = options;
    this.#store = store;
    this.#ready = pending;
    this.#runReady();
  }

  async enqueue(event: E): Promise<void> {
    if (this.#closed) throw new EventQueueClosedError(this.#options.functionName);
    const pending = { requestId: uuidv7(), enqueuedAt: new Date().toISOString(), event, failures: [] };
    const saved = this.#store.save(pending);
    this.#accepting.add(saved);
    try {
      await saved;
    } finally {
      this.#accepting.delete(saved);
    }
    if (!this.#paused) this.#ready.push(pending);
    this.#runReady();
  }

  async load(): Promise<void> {
    await this.#loadHandler();
  }

  idle(): Promise<void> {
    if (this.#isIdle()) return Promise.resolve();
    return new Promise((resolve) => this.#whenIdle.push(resolve));
  }

  close(): Promise<void> {
    this.#closed ??= this.#finish();
    return this.#closed;
  }

  async pause(): Promise<void> {
    this.#paused = true;
    for (const timer of this.#retries) clearTimeout(timer);
    this.#retries.clear();
    this.#ready.length = 0;
    await within(this.#options.closeTimeoutMs ?? 5_000, Promise.all(this.#running), () => [], { ref: true });
  }

  async #finish(): Promise<void> {
    await Promise.allSettled(this.#accepting);
    await this.pause();
    this.#abandoned = true;
    this.#running.clear();
    this.#runReady();
  }

  #isIdle(): boolean {
    return this.#ready.length + this.#running.size + this.#retries.size + this.#accepting.size === 0;
  }

  /** Starts what may run, and tells who waits when nothing is left; called after every change of either. */
  #runReady(): void {
    while (!this.#paused && this.#running.size < (this.#options.concurrency ?? 2)) {
      const next = this.#ready.shift();
      if (!next) break;
      const run = this.#attempt(next).finally(() => {
        this.#running.delete(run);
        this.#runReady();
      });
      this.#running.add(run);
    }
    if (this.#isIdle()) for (const resolve of this.#whenIdle.splice(0)) resolve();
  }

  /** One attempt at an event and what follows from it. Never rejects. */
  async #attempt(pending: PendingEvent<E>): Promise<void> {
    const startedAt = new Date();
    const outcome = await this.#invoke(pending).then(
      () => "handled" as const,
      (error: unknown): AttemptFailure => ({
        startedAt: startedAt.toISOString(),
        failedAt: new Date().toISOString(),
        error: describe(error),
      }),
    );
    if (this.#abandoned) return;
    try {
      if (outcome === "handled") await this.#store.remove(pending);
      else await this.#afterFailure({ ...pending, failures: [...pending.failures, outcome] }, outcome);
    } catch (error) {
      const { requestId } = pending;
      this.#options.log.error({ requestId, err: error }, "What became of an event could not be recorded");
    }
  }

  async #invoke({ requestId, event }: PendingEvent<E>): Promise<void> {
    const { functionName, timeoutMs = 30_000 } = this.#options;
    const handler = await this.#loadHandler();
    const context = lambdaContext(functionName, requestId, Date.now() + timeoutMs);
    const timedOut = () => {
      throw new InvocationTimeoutError(functionName, timeoutMs);
    };
    // An attempt that `close` no longer waits for must not keep the process alive until its time is up.
    await within(timeoutMs, handler(event, context), timedOut, { ref: false });
  }

  async #afterFailure(failed: PendingEvent<E>, { error }: AttemptFailure): Promise<void> {
    const { functionName, retryDelaysMs, log } = this.#options;
    const { requestId, failures } = failed;
    const delayMs = retryDelaysMs[failures.length - 1];
    if (delayMs !== undefined) {
      await this.#store.save(failed);
      log.warn(
        { functionName, requestId, attempt: failures.length, retryInMs: delayMs, error: brief(error) },
        "Attempt failed",
      );
      this.#retryIn(delayMs, failed);
      return;
    }
    const letter = { ...failed, functionName, attempts: failures.length, error };
    const file = await this.#store.bury(failed, letter);
    log.error({ functionName, requestId, file, error: brief(error) }, "Event failed for good: see its dead letter");
    this.#options.onDeadLetter?.(letter);
  }

  #retryIn(delayMs: number, failed: PendingEvent<E>): void {
    if (this.#paused) return;
    const timer = setTimeout(() => {
      this.#retries.delete(timer);
      this.#ready.push(failed);
      this.#runReady();
    }, delayMs);
    this.#retries.add(timer);
  }

  #loadHandler(): Promise<EventHandler<E>> {
    this.#handler ??= this.#options.loadHandler().catch((error: unknown) => {
      this.#handler = undefined;
      throw error;
    });
    return this.#handler;
  }
}

/**
 * What a promise gives, or what `late` does when it has given nothing after `limitMs`.
 *
 * @param ref whether the wait keeps the process alive.
 */
async function within<T>(limitMs: number, promise: Promise<T>, late: () => T, { ref }: { ref: boolean }): Promise<T> {
  const decided = new AbortController();
  const limit = delay(limitMs, "late" as const, { ref, signal: decided.signal });
  limit.catch(() => undefined); // the promise came first
  try {
    const first = await Promise.race([promise.then((value) => ({ value })), limit]);
    return first === "late" ? late() : first.value;
  } finally {
    decided.abort();
  }
}

function describe(error: unknown): AttemptFailure["error"] {
  if (!(error instanceof Error)) return { name: "Error", message: String(error) };
  const { name, message, stack } = error;
  return { name, message, ...(stack === undefined ? {} : { stack }) };
}

function brief({ name, message }: AttemptFailure["error"]): string {
  return `${name}: ${message}`;
}
