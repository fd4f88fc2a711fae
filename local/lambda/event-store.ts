import { mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { UNFINISHED_SUFFIX, writeDurably } from "./durable-file";
import type { EventQueueLog } from "./event-queue-log";

/** What went wrong in one attempt, in a form that a file can hold. */
export interface AttemptFailure {
  /** When the attempt began and when it failed, in ISO 8601. */
  readonly startedAt: string;
  readonly failedAt: string;
  readonly error: { readonly name: string; readonly message: string; readonly stack?: string };
}

/** An event that has been accepted and not yet handled. */
export interface PendingEvent<E> {
  /** The invocation's request id, a UUID of version 7: the order of the ids is the order of the events. */
  readonly requestId: string;
  /** When the event was accepted, in ISO 8601. */
  readonly enqueuedAt: string;
  readonly event: E;
  /** One for each attempt that failed, oldest first. */
  readonly failures: readonly AttemptFailure[];
}

/** An event that failed for the last time, as its file holds it. */
export interface DeadLetter<E> extends PendingEvent<E> {
  readonly functionName: string;
  /** How often the handler was tried. */
  readonly attempts: number;
  /** The last failure's error. */
  readonly error: AttemptFailure["error"];
}

/**
 * The events of a queue on disk, one readable JSON file each.
 *
 * `pending/` holds what is to be handled, `dead-letters/` what failed for good, `corrupt/` files that cannot be read.
 */
export class EventStore<E> {
  readonly #pending: string;
  readonly #deadLetters: string;
  readonly #corrupt: string;

  private constructor(directory: string) {
    this.#pending = path.join(directory, "pending");
    this.#deadLetters = path.join(directory, "dead-letters");
    this.#corrupt = path.join(directory, "corrupt");
  }

  /** Opens the store in `directory`, and makes its folders where they are missing. */
  static async open<E>(directory: string): Promise<EventStore<E>> {
    const store = new EventStore<E>(directory);
    await mkdir(store.#pending, { recursive: true });
    await mkdir(store.#deadLetters, { recursive: true });
    return store;
  }

  /**
   * All events that are pending, oldest first.
   *
   * A file that cannot be read as an event is moved to `corrupt/` and named in the log; one that was not finished was
   * never acknowledged, and goes.
   */
  async load(log: EventQueueLog): Promise<PendingEvent<E>[]> {
    const events: PendingEvent<E>[] = [];
    for (const name of (await readdir(this.#pending)).sort()) {
      const file = path.join(this.#pending, name);
      if (name.endsWith(UNFINISHED_SUFFIX)) {
        await rm(file, { force: true });
      } else if (name.endsWith(".json")) {
        const event = parsePending<E>(await readFile(file, "utf8"));
        if (event && fileName(event) === name) events.push(event);
        else await this.#setAside(name, log);
      }
    }
    return events;
  }

  /** Puts an event on the disk, or puts its new state there. */
  async save(event: PendingEvent<E>): Promise<void> {
    await writeDurably(path.join(this.#pending, fileName(event)), asJson(event));
  }

  /** Forgets an event that has been handled. */
  async remove(event: PendingEvent<E>): Promise<void> {
    await rm(path.join(this.#pending, fileName(event)), { force: true });
  }

  /**
   * Moves an event from the pending ones to the dead letters; a crash in between leaves it pending.
   *
   * @returns the path of the dead letter's file.
   */
  async bury(event: PendingEvent<E>, letter: DeadLetter<E>): Promise<string> {
    const file = path.join(this.#deadLetters, fileName(event));
    await writeDurably(file, asJson(letter));
    await this.remove(event);
    return file;
  }

  async #setAside(name: string, log: EventQueueLog): Promise<void> {
    const file = path.join(this.#corrupt, name);
    await mkdir(this.#corrupt, { recursive: true });
    await rename(path.join(this.#pending, name), file);
    log.warn({ file }, "A pending event cannot be read and was set aside");
  }
}

function fileName({ requestId }: PendingEvent<unknown>): string {
  return `${requestId}.json`;
}

function asJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** An event as its file holds it, or `undefined` where the text is none, such as one that was cut short. */
function parsePending<E>(text: string): PendingEvent<E> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const whole =
    typeof value === "object" &&
    value !== null &&
    "requestId" in value &&
    typeof value.requestId === "string" &&
    "event" in value &&
    "failures" in value &&
    Array.isArray(value.failures);
  return whole ? (value as PendingEvent<E>) : undefined;
}
