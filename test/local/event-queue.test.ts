import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Context } from "aws-lambda";
import {
  type DeadLetter,
  type EventHandler,
  type EventQueue,
  type EventQueueOptions,
  openEventQueue,
} from "../../local/lambda/event-queue";

interface Upload {
  readonly picture: string;
}

let directory: string;
let queue: EventQueue<Upload>;
let log: { info: jest.Mock; warn: jest.Mock; error: jest.Mock };

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "event-queue-"));
  log = { info: jest.fn(), warn: jest.fn(), error: jest.fn() };
});

afterEach(async () => {
  await queue.close();
  await rm(directory, { recursive: true, force: true });
});

async function open(handler: EventHandler<Upload>, options: Partial<EventQueueOptions<Upload>> = {}) {
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

const files = (folder: string) => readdir(path.join(directory, folder));

/** A handler that does nothing, and does not end, until told to. */
function gate() {
  const { promise, resolve } = deferred<void>();
  const entered = deferred<void>();
  const handler: EventHandler<Upload> = async () => {
    entered.resolve();
    await promise;
  };
  return { handler, entered: entered.promise, finish: resolve };
}

function deferred<T>() {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

describe("an event", () => {
  it("is on the disk when it is accepted and gone when it is handled", async () => {
    const { handler, finish } = gate();
    await open(handler);
    await queue.enqueue({ picture: "cat" });
    const [name = ""] = await files("pending");
    const file = JSON.parse(await readFile(path.join(directory, "pending", name), "utf8"));
    expect(file).toMatchObject({ event: { picture: "cat" }, failures: [] });
    finish();
    await queue.idle();
    expect(await files("pending")).toEqual([]);
    expect(await files("dead-letters")).toEqual([]);
  });

  it("comes with the context that Lambda gives", async () => {
    const contexts: Context[] = [];
    await open(async (_, context) => contexts.push(context), { timeoutMs: 20_000 });
    await queue.enqueue({ picture: "cat" });
    await queue.idle();
    expect(contexts).toMatchObject([
      {
        functionName: "label",
        invokedFunctionArn: expect.stringMatching(/^arn:aws:lambda:[a-z0-9-]+:\d{12}:function:label$/),
        awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    ]);
    expect(contexts[0]?.getRemainingTimeInMillis()).toBeGreaterThan(1_000);
    expect(contexts[0]?.getRemainingTimeInMillis()).toBeLessThanOrEqual(20_000);
  });

  it("is tried again under the same request id until it succeeds", async () => {
    const ids: string[] = [];
    await open(async (_, context) => {
      if (ids.push(context.awsRequestId) < 3) throw new Error("not yet");
    });
    await queue.enqueue({ picture: "cat" });
    await queue.idle();
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(1);
    expect(log.warn).toHaveBeenCalledTimes(2);
    expect(await files("pending")).toEqual([]);
    expect(await files("dead-letters")).toEqual([]);
  });

  it("is tried again only after the wait", async () => {
    const times: number[] = [];
    const handler = async () => {
      if (times.push(performance.now()) < 2) throw new Error("not yet");
    };
    await open(handler, { retryDelaysMs: [150, 1] });
    await queue.enqueue({ picture: "cat" });
    await queue.idle();
    const [first = 0, second = 0] = times;
    expect(second - first).toBeGreaterThanOrEqual(149);
  });

  it("becomes a dead letter after two retries, in a file that the log names", async () => {
    const letters: DeadLetter<Upload>[] = [];
    let attempts = 0;
    const handler = async () => {
      throw new RangeError(`attempt ${++attempts}`);
    };
    await open(handler, { onDeadLetter: (letter) => letters.push(letter) });
    await queue.enqueue({ picture: "cat" });
    await queue.idle();

    const [name = ""] = await files("dead-letters");
    const file = path.join(directory, "dead-letters", name);
    const letter = JSON.parse(await readFile(file, "utf8"));
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/);
    expect(letter).toMatchObject({
      functionName: "label",
      event: { picture: "cat" },
      attempts: 3,
      enqueuedAt: time,
      error: { name: "RangeError", message: "attempt 3", stack: expect.stringContaining(__filename) },
      failures: [1, 2, 3].map((n) => ({ startedAt: time, failedAt: time, error: { message: `attempt ${n}` } })),
    });
    expect(letters).toEqual([letter]);
    expect(log.error.mock.calls).toEqual([[expect.objectContaining({ file }), expect.any(String)]]);
    expect(await files("pending")).toEqual([]);
  });

  it("fails when the handler takes too long", async () => {
    await open(() => new Promise(() => undefined), { timeoutMs: 5, retryDelaysMs: [] });
    await queue.enqueue({ picture: "cat" });
    await queue.idle();
    expect(log.error.mock.calls).toMatchObject([[{ error: "InvocationTimeoutError: label timed out after 5 ms" }, {}]]);
  });
});

describe("events", () => {
  const pictures = ["a", "b", "c", "d", "e", "f"];

  it("start in their order", async () => {
    const seen: string[] = [];
    await open(async ({ picture }) => seen.push(picture), { concurrency: 1 });
    for (const picture of pictures) await queue.enqueue({ picture });
    await queue.idle();
    expect(seen).toEqual(pictures);
  });

  it("are handled two at a time", async () => {
    const { promise: allAccepted, resolve: release } = deferred<void>();
    let running = 0;
    let most = 0;
    await open(async () => {
      most = Math.max(most, ++running);
      await allAccepted;
      running--;
    });
    for (const picture of pictures) await queue.enqueue({ picture });
    release();
    await queue.idle();
    expect(most).toBe(2);
  });

  it("do not wait behind one that waits for its retry", async () => {
    const seen: string[] = [];
    const handler: EventHandler<Upload> = async ({ picture }) => {
      seen.push(picture);
      if (picture === "bad") throw new Error("bad");
    };
    await open(handler, { concurrency: 1, retryDelaysMs: [60_000] });
    await queue.enqueue({ picture: "bad" });
    await queue.enqueue({ picture: "good" });
    await until(() => seen.includes("good"));
    expect(seen).toEqual(["bad", "good"]);
  });
});

describe("the function", () => {
  it("is loaded at the first event, and once", async () => {
    const loadHandler = jest.fn(async () => async () => undefined);
    await open(async () => undefined, { loadHandler });
    expect(loadHandler).not.toHaveBeenCalled();
    await queue.enqueue({ picture: "a" });
    await queue.enqueue({ picture: "b" });
    await queue.load();
    await queue.idle();
    expect(loadHandler).toHaveBeenCalledTimes(1);
  });

  it("is loaded again after loading failed, and that attempt counts as failed", async () => {
    const handler = jest.fn(async () => undefined);
    const loadHandler = jest.fn(async () => handler).mockRejectedValueOnce(new Error("DYNAMO_TABLE is not set"));
    await open(handler, { loadHandler });
    await queue.enqueue({ picture: "a" });
    await queue.idle();
    expect(handler).toHaveBeenCalledTimes(1);
    expect(log.warn.mock.calls).toMatchObject([[{ error: "Error: DYNAMO_TABLE is not set" }, {}]]);
  });
});

describe("closing", () => {
  it("lets running attempts finish", async () => {
    const { handler, entered, finish } = gate();
    await open(handler);
    await queue.enqueue({ picture: "cat" });
    await entered;
    const closed = queue.close();
    finish();
    await closed;
    expect(await files("pending")).toEqual([]);
  });

  it("leaves an attempt that does not finish to the next start", async () => {
    const { handler, entered } = gate();
    await open(handler, { closeTimeoutMs: 10 });
    await queue.enqueue({ picture: "cat" });
    await entered;
    await queue.close();

    const seen: Upload[] = [];
    await open(async (event) => seen.push(event));
    await queue.idle();
    expect(seen).toEqual([{ picture: "cat" }]);
  });

  it("takes no more events", async () => {
    await open(async () => undefined);
    await queue.close();
    await expect(queue.enqueue({ picture: "cat" })).rejects.toMatchObject({ name: "EventQueueClosedError" });
    expect(await files("pending")).toEqual([]);
  });

  it("leaves what waits for a retry to the next start, which counts on", async () => {
    await open(
      async () => {
        throw new Error("first run");
      },
      { retryDelaysMs: [60_000, 1] },
    );
    await queue.enqueue({ picture: "cat" });
    await until(() => log.warn.mock.calls.length === 1);
    await queue.close();
    expect(await files("pending")).toHaveLength(1);

    await open(async () => {
      throw new Error("second run");
    });
    await queue.idle();
    const [name = ""] = await files("dead-letters");
    const letter: DeadLetter<Upload> = JSON.parse(await readFile(path.join(directory, "dead-letters", name), "utf8"));
    expect(letter.failures.map(({ error }) => error.message)).toEqual(["first run", "second run", "second run"]);
  });
});

describe("opening", () => {
  it("runs what a crash left, in its order, before what is new", async () => {
    const { handler, entered } = gate();
    await open(handler, { concurrency: 1, closeTimeoutMs: 1 });
    for (const picture of ["a", "b", "c"]) await queue.enqueue({ picture });
    await entered;
    await queue.close();

    const seen: string[] = [];
    await open(async ({ picture }) => seen.push(picture), { concurrency: 1 });
    await queue.enqueue({ picture: "d" });
    await queue.idle();
    expect(seen).toEqual(["a", "b", "c", "d"]);
  });

  it("sets a file aside that was cut short, and names it", async () => {
    await mkdir(path.join(directory, "pending"), { recursive: true });
    await writeFile(path.join(directory, "pending", "0190.json"), '{ "requestId": "0190", "event": {"pic');
    await writeFile(path.join(directory, "pending", "0191.json"), '{ "requestId": "0191" }');
    await writeFile(path.join(directory, "pending", "0192.json.unfinished"), "{");
    const handler = jest.fn(async () => undefined);
    await open(handler);
    await queue.idle();
    expect(handler).not.toHaveBeenCalled();
    expect(await files("pending")).toEqual([]);
    expect(await files("corrupt")).toEqual(["0190.json", "0191.json"]);
    expect(log.warn.mock.calls).toMatchObject([
      [{ file: path.join(directory, "corrupt", "0190.json") }, {}],
      [{ file: path.join(directory, "corrupt", "0191.json") }, {}],
    ]);
  });
});

/** Resolves when the condition holds, within two seconds. */
async function until(condition: () => boolean): Promise<void> {
  const giveUpAt = Date.now() + 2_000;
  while (!condition()) {
    if (Date.now() > giveUpAt) throw new Error("The condition has not come true within two seconds");
    await new Promise(setImmediate);
  }
}
