import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { LocalService } from "../local-service";
import { openDynalite } from "./dynalite-store";

/** How long `close` waits for requests under way, in milliseconds. */
const CLOSE_TIMEOUT_MS = 10_000;

/** Where the embedded DynamoDB keeps its data, and how patient it is. */
export interface DynamoDbOptions {
  /** Directory of the LevelDB store; it is made where it is missing. One process at a time can have it open. */
  readonly directory: string;
  /**
   * How long to try at a store that another process has open, in milliseconds.
   * @default 5000
   */
  readonly lockTimeoutMs?: number;
}

/**
 * Starts the embedded DynamoDB: dynalite, with its data on disk, ready for requests when the promise resolves.
 *
 * It checks no signature and has no transactions, streams or time to live. What was answered survives the end of this
 * process, however it ends; LevelDB leaves the write to the disk itself to the operating system, so a power cut may take
 * the last seconds.
 *
 * @throws {DynamoDbDirectoryInUseError} where another process has the directory open.
 * @throws {DynamoDbDirectoryError} where the directory cannot be opened for another reason.
 */
export async function startDynamoDb({ directory, lockTimeoutMs = 5_000 }: DynamoDbOptions): Promise<LocalService> {
  const { server, closeStore } = await openDynalite(directory, lockTimeoutMs);
  const underWay = new Set<Promise<void>>();
  let closed: Promise<void> | undefined;

  const listener: RequestListener = (request, response) => {
    if (closed) {
      response.writeHead(503).end();
      return;
    }
    const done = untilAnswered(request, response).finally(() => underWay.delete(done));
    underWay.add(done);
    server.emit("request", request, response);
    // dynalite throws from its own listener when a client goes away in the middle of its request, which would end the
    // process. Without a listener Node takes such an end quietly.
    request.removeAllListeners("error");
  };

  const close = async () => {
    // A store that closes under a request makes dynalite throw where nobody can catch it.
    const limit = new AbortController();
    await Promise.race([
      Promise.all(underWay),
      delay(CLOSE_TIMEOUT_MS, undefined, { signal: limit.signal }).catch(() => undefined),
    ]);
    limit.abort();
    await closeStore();
  };

  return {
    listener,
    close() {
      closed ??= close();
      return closed;
    },
  };
}

/**
 * Resolves once dynalite has nothing more to do for a request: it has answered, or it never got the whole request.
 *
 * The response's `close` event alone would not do, since dynalite works on for a client that has gone away.
 */
function untilAnswered(request: IncomingMessage, response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    response.once("close", () => {
      if (response.writableEnded || !request.readableEnded) resolve();
    });
    const end = response.end;
    response.end = function (this: ServerResponse, ...args: unknown[]) {
      resolve();
      return Reflect.apply(end, this, args);
    } as typeof end;
  });
}
