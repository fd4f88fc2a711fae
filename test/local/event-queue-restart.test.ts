import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { DeadLetter } from "../../local/lambda/event-queue";
import { directory, files, gate, log, open, queue, type Upload, until } from "./event-queue-harness";

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
    const { handler, entered, finish } = gate();
    await open(handler, { closeTimeoutMs: 10 });
    await queue.enqueue({ picture: "cat" });
    await entered;
    await queue.close();
    finish(); // too late: the directory may be another queue's by now
    for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
    expect(await files("pending")).toHaveLength(1);

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
