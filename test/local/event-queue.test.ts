import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Context } from "aws-lambda";
import type { DeadLetter, EventHandler } from "../../local/lambda/event-queue";
import { deferred, directory, files, gate, log, open, queue, type Upload, until } from "./event-queue-harness";

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
