import { bareId } from "../../webapp/src/api/posts-api";
import { newIdempotencyKey } from "../../webapp/src/publish/idempotency-key";
import { eventually, fixture, startPostagram, type TestPostagram } from "../postagram";
import { type AppParts, type AppPartsOptions, appParts, storedPosts, until } from "./app-parts";
import { type FlakyLine, startFlakyLine } from "./flaky-line";
import { memoryRecords, memoryTexts, noRecords } from "./memory-storage";

let postagram: TestPostagram;
let line: FlakyLine;
beforeAll(async () => {
  postagram = await startPostagram();
});
afterAll(() => postagram.stop());
beforeEach(async () => {
  line = await startFlakyLine(postagram.url);
});
const apps: AppParts[] = [];
afterEach(async () => {
  for (const app of apps.splice(0)) app.close();
  await line.close();
});

let users = 0;
function newApp(options: Partial<AppPartsOptions> = {}) {
  users += 1;
  const user = options.user ?? `writer-${users}`;
  const app = appParts({ url: line.url, user, ...options });
  apps.push(app);
  return { user, ...app };
}

const isEmpty = (entries: readonly unknown[]) => entries.length === 0;
/** Whether nothing is kept of posts on their way, whatever drafts there are. */
const isForgotten = (records: ReturnType<typeof memoryRecords>) =>
  records.keys().every((key) => key.startsWith("draft/")) || undefined;
const isPost = (call: string) => call === "POST /posts";

it("sends a post, which is in the feeds from then on", async () => {
  const { user, outbox, posts } = newApp();
  outbox.publish({ title: "A title", text: "A text" });
  expect(outbox.get()).toMatchObject([{ user, state: "sending", draft: { title: "A title" } }]);

  await until(outbox, isEmpty);

  const [added] = posts.get().latest.values();
  expect(added).toMatchObject({ user, title: "A title", body: "A text" });
  expect(await storedPosts(postagram.url, user)).toEqual([added]);
  expect([...posts.get().added.keys()]).toEqual([...posts.get().latest.keys()]);
});

it.each([
  ["the line is cut", "cut"],
  ["answers are lost", "losesAnswers"],
  ["the service says 503", { status: 503, retryAfter: 0 }],
] as const)("waits while %s, and goes on by itself without posting twice", async (_, state) => {
  const { user, outbox, connection } = newApp();
  line.becomes(state);
  outbox.publish({ title: "Once", text: "and no more" });
  await until(outbox, ([entry]) => entry?.state === "waiting");
  expect(connection.get()).toBe("unreachable");
  expect(outbox.get()[0]?.error?.isOutage).toBe(true);

  line.becomes("good");
  await until(outbox, isEmpty);

  expect(await storedPosts(postagram.url, user)).toMatchObject([{ title: "Once" }]);
  expect(line.calls.filter(isPost).length).toBeGreaterThanOrEqual(2);
});

it("goes on waiting while answers to posts alone are lost, though the service gives signs of life", async () => {
  const { user, outbox } = newApp();
  line.becomes("losesAnswers", isPost);
  outbox.publish({ title: "Once", text: "and no more" });
  await eventually(async () => (line.calls.filter(isPost).length > 2 ? true : undefined));
  line.becomes("good");
  await until(outbox, isEmpty);
  expect(await storedPosts(postagram.url, user)).toHaveLength(1);
});

it("knows a post by another tab or page as one of its own while the answer is late", async () => {
  const { user, outbox } = newApp();
  line.becomes("losesAnswers", isPost);
  outbox.publish({ title: "Once", text: "and no more" });
  await until(outbox, ([entry]) => entry?.isUncertain);
  const [stored] = await storedPosts(postagram.url, user);
  const [other] = [await postagram.post(user, "Another")];
  if (stored === undefined) throw new Error("The post did not get there.");
  expect(outbox.isOnItsWay(stored)).toBe(true);
  expect(outbox.isOnItsWay(other)).toBe(false);
  line.becomes("good");
  await until(outbox, isEmpty);
});

it("says what the service finds wrong with a post, and sends the others on", async () => {
  const { user, outbox } = newApp();
  outbox.publish({ title: "x".repeat(301), text: "Too long a title" });
  outbox.publish({ title: "Fine", text: "This one" });
  await until(outbox, (entries) => entries.length === 1 && entries[0]?.state === "failed");
  expect(outbox.get()[0]?.error).toMatchObject({ status: 400 });
  expect(outbox.get()[0]?.error?.serverMessage).toContain("body.title");
  expect(await storedPosts(postagram.url, user)).toMatchObject([{ title: "Fine" }]);
});

it("sends posts in the order in which they were written, however long they had to wait", async () => {
  const { user, outbox } = newApp();
  line.becomes("cut");
  for (const title of ["1", "2", "3", "4"]) outbox.publish({ title, text: "-" });
  await until(outbox, (entries) => entries.every(({ state }) => state === "waiting"));
  line.becomes("good");
  await until(outbox, isEmpty);
  expect((await storedPosts(postagram.url, user)).map(({ title }) => title)).toEqual(["4", "3", "2", "1"]);
});

it("rests as long as the service asks for where it was asked too often", async () => {
  const { user, outbox } = newApp();
  line.becomes({ status: 429, retryAfter: 0.2 });
  outbox.publish({ title: "Patience", text: "-" });
  await until(outbox, ([entry]) => entry?.error?.status === 429);
  expect(outbox.get()[0]?.state).toBe("waiting");
  line.becomes("good");
  await until(outbox, isEmpty);
  expect(await storedPosts(postagram.url, user)).toHaveLength(1);
});

it("tries a post that failed again when the user says so, under the same key", async () => {
  const { user, outbox } = newApp();
  line.becomes({ status: 500 }, isPost);
  outbox.publish({ title: "Again", text: "-" });
  await until(outbox, ([entry]) => entry?.state === "failed");
  line.becomes("good");
  outbox.retry(outbox.get()[0]?.key ?? "");
  await until(outbox, isEmpty);
  expect(await storedPosts(postagram.url, user)).toHaveLength(1);
});

describe("an entry that is cancelled", () => {
  it("gives its draft back to a writer who writes nothing else, and is never sent", async () => {
    const { user, outbox, drafts } = newApp();
    const picture = new File(["x"], "x.png", { type: "image/png" });
    line.becomes("cut");
    outbox.publish({ title: "First", text: "-" });
    outbox.publish({ title: "Mine", text: "Text", picture });
    await until(outbox, (entries) => entries.every(({ state }) => state === "waiting"));

    outbox.cancel(outbox.get()[1]?.key ?? "");

    expect(outbox.get()).toHaveLength(1);
    expect(drafts.get()).toEqual({ title: "Mine", text: "Text", picture });
    line.becomes("good");
    await until(outbox, isEmpty);
    expect((await storedPosts(postagram.url, user)).map(({ title }) => title)).toEqual(["First"]);
    expect(line.calls.filter(isDelete)).toEqual([]);
  });

  it("leaves alone what is being written by then", () => {
    const { outbox, drafts } = newApp();
    line.becomes("cut");
    outbox.publish({ title: "Old", text: "-" });
    drafts.change({ title: "New" });
    outbox.cancel(outbox.get()[0]?.key ?? "");
    expect(drafts.get().title).toBe("New");
  });

  it("is taken back from the service where it was on its way already", async () => {
    const records = memoryRecords();
    const { user, outbox, posts } = newApp({ records });
    line.becomes("good", (call) => {
      if (isPost(call)) outbox.cancel(outbox.get()[0]?.key ?? "");
      return true;
    });
    outbox.publish({ title: "Stop", text: "-", picture: new File(["x"], "x.png", { type: "image/png" }) });
    await until(posts, ({ removed }) => removed.size === 1);
    await eventually(async () => isForgotten(records));
    expect(await storedPosts(postagram.url, user)).toEqual([]);
    expect(outbox.get()).toEqual([]);
    expect(posts.get().added.size).toBe(0);
  });

  it("is taken back from the service where the answer was lost, once that can be done", async () => {
    const records = memoryRecords();
    const { user, outbox } = newApp({ records });
    line.becomes("losesAnswers");
    outbox.publish({ title: "Stop", text: "-" });
    await until(outbox, ([entry]) => entry?.isUncertain);
    const [stored] = await eventually(async () => {
      const posts = await storedPosts(postagram.url, user);
      return posts.length > 0 ? posts : undefined;
    });

    outbox.cancel(outbox.get()[0]?.key ?? "");
    expect(outbox.get()).toEqual([]);
    if (stored === undefined) throw new Error("The post did not get there.");
    expect(outbox.isOnItsWay(stored)).toBe(true);

    line.becomes("good");
    await eventually(async () => isForgotten(records));
    expect(await storedPosts(postagram.url, user)).toEqual([]);
  });

  it("is taken back by the next page, though its deletion was not answered either", async () => {
    const [records, texts] = [memoryRecords(), memoryTexts()];
    const before = newApp({ records, texts });
    line.becomes("losesAnswers", isPost);
    before.outbox.publish({ title: "Stop", text: "-" });
    await until(before.outbox, ([entry]) => entry?.isUncertain);
    line.becomes("cut", isDelete);
    before.outbox.cancel(before.outbox.get()[0]?.key ?? "");
    await eventually(async () => line.calls.find(isDelete));
    before.close();
    expect(records.keys()).toHaveLength(1);

    const otherLine = await startFlakyLine(postagram.url);
    const after = newApp({ url: otherLine.url, user: "someone else", records, texts });
    await eventually(async () => isForgotten(records));
    expect(after.outbox.get()).toEqual([]);
    expect(await storedPosts(postagram.url, before.user)).toEqual([]);
    await otherLine.close();
  });

  it("is taken back by the next page, though this one went before that was among its records", async () => {
    const [records, texts] = [memoryRecords(), memoryTexts()];
    let isGone = false;
    const take: typeof records.take = (...args) => (isGone ? new Promise(() => undefined) : records.take(...args));
    const before = newApp({ records: { ...records, take }, texts });
    line.becomes("losesAnswers", isPost);
    before.outbox.publish({ title: "Stop", text: "-" });
    await until(before.outbox, ([entry]) => entry?.isUncertain);
    line.becomes("cut");
    isGone = true;
    before.outbox.cancel(before.outbox.get()[0]?.key ?? "");
    before.close();
    expect(records.keys()).toEqual([expect.stringMatching(/^outbox[/]/)]);

    const otherLine = await startFlakyLine(postagram.url);
    const after = newApp({ url: otherLine.url, user: before.user, records, texts });
    await eventually(async () => isForgotten(records));
    expect(after.outbox.get()).toEqual([]);
    expect(await storedPosts(postagram.url, before.user)).toEqual([]);
    await otherLine.close();
  });

  it("is not sent by another tab that has it too", async () => {
    const records = memoryRecords();
    const { user, outbox } = newApp({ records });
    line.becomes("cut");
    outbox.publish({ title: "Stop", text: "-" });
    await until(outbox, ([entry]) => entry?.state === "waiting");
    const otherLine = await startFlakyLine(postagram.url);
    otherLine.becomes("cut");
    const other = newApp({ url: otherLine.url, user, records });
    await until(other.outbox, (entries) => entries.length === 1);
    outbox.cancel(outbox.get()[0]?.key ?? "");
    otherLine.becomes("good");
    await until(other.outbox, isEmpty);
    await eventually(async () => isForgotten(records));
    expect(await storedPosts(postagram.url, user)).toEqual([]);
    await otherLine.close();
  });
});

describe("what becomes of entries", () => {
  function outcomesOf({ outbox }: Pick<AppParts, "outbox">) {
    const outcomes: string[] = [];
    outbox.subscribeOutcomes(({ draft }, outcome) => outcomes.push(`${draft.title}: ${outcome}`));
    return outcomes;
  }

  it("is told, of those that were sent and those that were taken back, and of nothing else", async () => {
    const app = newApp();
    const { user, outbox, session } = app;
    const outcomes = outcomesOf(app);
    line.becomes("cut");
    outbox.publish({ title: "Sent", text: "-" });
    outbox.publish({ title: "Cancelled", text: "-" });
    await until(outbox, (entries) => entries.every(({ state }) => state === "waiting"));
    outbox.cancel(outbox.get()[1]?.key ?? "");
    session.logOut();
    session.logIn(user);
    expect(outcomes).toEqual(["Cancelled: dropped"]);
    line.becomes("good");
    await until(outbox, isEmpty);
    expect(outcomes).toEqual(["Cancelled: dropped", "Sent: sent"]);
  });

  it("is that it is dropped where the post was deleted elsewhere since", async () => {
    const app = newApp();
    const { user, outbox } = app;
    const outcomes = outcomesOf(app);
    line.becomes("losesAnswers", isPost);
    outbox.publish({ title: "Gone", text: "-" });
    await until(outbox, ([entry]) => entry?.isUncertain);
    const [stored] = await storedPosts(postagram.url, user);
    await postagram.call("DELETE", `/posts/${bareId(stored?.id ?? "")}`, { user });
    line.becomes("good");
    await until(outbox, isEmpty);
    expect(outcomes).toEqual(["Gone: dropped"]);
  });
});

describe("entries that outlive the page", () => {
  it("are sent by the next page, once, though the answer to the first was lost", async () => {
    const records = memoryRecords();
    const texts = memoryTexts();
    const before = newApp({ records, texts });
    line.becomes("losesAnswers", isPost);
    before.outbox.publish({ title: "Survivor", text: "-" });
    await until(before.outbox, ([entry]) => entry?.isUncertain);
    before.session.logOut();

    const otherLine = await startFlakyLine(postagram.url);
    const after = newApp({ url: otherLine.url, user: "someone else", records, texts });
    await until(after.posts, ({ latest }) => latest.size === 1);
    await until(after.outbox, isEmpty);

    expect(await storedPosts(postagram.url, before.user)).toMatchObject([{ user: before.user, title: "Survivor" }]);
    expect(records.keys()).toEqual([]);
    // What another page has done with is not sent again by this one.
    line.becomes("good");
    await until(before.outbox, isEmpty);
    expect(await storedPosts(postagram.url, before.user)).toHaveLength(1);
    await otherLine.close();
  });

  it("are sent also where the browser keeps nothing", async () => {
    const { user, outbox } = newApp({ records: noRecords });
    line.becomes("cut");
    outbox.publish({ title: "No storage", text: "-" });
    await until(outbox, ([entry]) => entry?.state === "waiting");
    line.becomes("good");
    await until(outbox, isEmpty);
    expect(await storedPosts(postagram.url, user)).toHaveLength(1);
  });

  it("need the user's word where the service may have them and would no longer know", async () => {
    const records = memoryRecords();
    const key = newIdempotencyKey();
    const since = Date.now() - 25 * 3600 * 1000;
    const draft = { title: "Yesterday", text: "-" };
    await records.set(`outbox/${key}`, { key, user: "ada", draft, since, isUncertain: true });
    const { outbox } = newApp({ records, user: "ada" });
    await until(outbox, ([entry]) => entry?.state === "failed");
    expect(line.calls.filter(isPost)).toEqual([]);
    outbox.retry(key);
    await until(outbox, isEmpty);
    expect(line.calls.filter(isPost)).toHaveLength(1);
  });

  it("are known as maybe stored from before they are sent until they are refused", async () => {
    const records = memoryRecords();
    const { outbox } = newApp({ records });
    const isUncertain = async () => {
      const [found] = await records.list("outbox/");
      return found?.[1];
    };
    const duringTheCall: Promise<unknown>[] = [];
    line.becomes({ status: 400 }, (call) => {
      if (isPost(call)) duringTheCall.push(isUncertain());
      return isPost(call);
    });
    outbox.publish({ title: "Refused", text: "-" });
    await until(outbox, ([entry]) => entry?.state === "failed");
    expect(await Promise.all(duringTheCall)).toMatchObject([{ isUncertain: true }]);
    expect(await isUncertain()).toMatchObject({ isUncertain: false });
  });

  it("have their picture sent by one of the tabs that know of them", async () => {
    const records = memoryRecords();
    const picture = new File([new Uint8Array(await fixture("chelsea.jpg"))], "chelsea.jpg", { type: "image/jpeg" });
    line.becomes("cut");
    const puts: string[] = [];
    const put: AppPartsOptions["put"] = async (url) => void puts.push(url);
    const one = newApp({ records, put });
    one.outbox.publish({ title: "Two tabs", text: "-", picture });
    await until(one.outbox, ([entry]) => entry?.state === "waiting");
    const other = newApp({ user: one.user, records, put });
    await until(other.outbox, ([entry]) => entry?.state === "waiting" && entry.error !== undefined);
    line.becomes("good");
    await until(one.outbox, isEmpty);
    await until(other.outbox, isEmpty);
    await eventually(async () => (one.uploads.get().size + other.uploads.get().size > 0 ? true : undefined));
    await eventually(async () => (puts.length > 0 ? true : undefined));
    await one.api.probe(false);
    expect(line.calls.filter((call) => call === "GET /signedUrlPut")).toHaveLength(1);
    expect(puts).toHaveLength(1);
    expect(await storedPosts(postagram.url, one.user)).toHaveLength(1);
    for (const { uploads } of [one, other]) for (const id of uploads.get().keys()) uploads.cancel(id);
  });

  it("are let go where they are not what this version of the app wrote", async () => {
    const records = memoryRecords();
    await records.set("outbox/broken", { key: "broken", draft: "?" });
    await records.set("outbox/older", "text");
    const { outbox, user } = newApp({ records });
    outbox.publish({ title: "Fine", text: "-" });
    await until(outbox, isEmpty);
    expect(await storedPosts(postagram.url, user)).toHaveLength(1);
  });
});

it("uploads the picture once the post is stored, until its labels are there", async () => {
  const records = memoryRecords();
  const { user, outbox, posts, uploads, objectUrls } = newApp({ records });
  const picture = new File([new Uint8Array(await fixture("chelsea.jpg"))], "chelsea.jpg", { type: "image/jpeg" });
  outbox.publish({ title: "Chelsea", text: "My cat", picture });
  await until(outbox, isEmpty);
  await until(uploads, (all) => all.size === 0);

  const [post] = posts.get().latest.values();
  expect(post).toMatchObject({ user, title: "Chelsea", image: expect.stringContaining("chelsea") });
  expect(post?.labels).toContain("Cat");
  expect(objectUrls.size).toBe(0);
  expect(records.keys()).toEqual([]);
});

it("makes keys that the service takes, each another", () => {
  const keys = Array.from({ length: 1000 }, newIdempotencyKey);
  expect(new Set(keys).size).toBe(1000);
  for (const key of keys) expect(key).toMatch(/^[A-Za-z0-9_-]{8,128}$/);
});

const isDelete = (call: string) => call.startsWith("DELETE /posts/");
