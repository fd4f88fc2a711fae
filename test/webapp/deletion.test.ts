import { bareId, type Post } from "../../webapp/src/api/posts-api";
import { eventually, startPostagram, type TestPostagram } from "../postagram";
import { type AppParts, appParts, storedPosts, until } from "./app-parts";
import { type FlakyLine, startFlakyLine } from "./flaky-line";
import { memoryTexts } from "./memory-storage";

let postagram: TestPostagram;
let line: FlakyLine;
let app: AppParts;
beforeAll(async () => {
  postagram = await startPostagram();
});
afterAll(() => postagram.stop());
beforeEach(async () => {
  line = await startFlakyLine(postagram.url);
});
afterEach(async () => {
  app.close();
  await line.close();
});

let users = 0;
async function ownPost(undoMilliseconds = 6000, texts = memoryTexts()): Promise<{ user: string; post: Post }> {
  users += 1;
  const user = `author-${users}`;
  app = appParts({ url: line.url, user, undoMilliseconds, texts });
  const post = await postagram.post(user);
  app.posts.add([post]);
  return { user, post };
}

const state = (post: Post) => app.deletions.of(bareId(post)).state;
const reaches = (post: Post, wanted: string) => until(app.deletions, () => state(post) === wanted);
const isDelete = (call: string) => call.startsWith("DELETE");

it("deletes a post once the time to undo it is over, and takes it out of everything", async () => {
  const { user, post } = await ownPost(100);
  const asked = Date.now();
  app.deletions.request(post);
  const waiting = app.deletions.of(bareId(post));
  expect(waiting).toEqual({ state: "waiting", until: expect.any(Number) });
  expect(app.posts.find(bareId(post))).toEqual(post);
  await reaches(post, "deleted");
  expect(Date.now() - asked).toBeGreaterThanOrEqual(99);
  expect(app.posts.find(bareId(post))).toBeUndefined();
  expect(await storedPosts(postagram.url, user)).toEqual([]);
});

it("sends nothing of a deletion that is undone", async () => {
  const { user, post } = await ownPost();
  app.deletions.request(post);
  app.deletions.undo(post);
  expect(state(post)).toBe("none");
  app.window.dispatchEvent(new Event("pagehide"));
  await app.api.probe(false);
  expect(line.calls.filter(isDelete)).toEqual([]);
  expect(await storedPosts(postagram.url, user)).toHaveLength(1);
});

it("deletes at once what still waits when the page goes", async () => {
  const { user, post } = await ownPost();
  app.deletions.request(post);
  app.window.dispatchEvent(new Event("pagehide"));
  await eventually(async () => ((await storedPosts(postagram.url, user)).length === 0 ? true : undefined));
  await reaches(post, "deleted");
});

it("deletes once what it is told to delete again and again", async () => {
  const { post } = await ownPost(50);
  app.deletions.request(post);
  app.deletions.retry(post);
  app.deletions.retry(post);
  app.deletions.request(post);
  await reaches(post, "deleted");
  app.deletions.request(post);
  expect(state(post)).toBe("deleted");
  expect(line.calls.filter(isDelete)).toHaveLength(1);
});

it("takes a post for deleted that was gone already", async () => {
  const { user, post } = await ownPost();
  await postagram.call("DELETE", `/posts/${bareId(post)}`, { user });
  app.deletions.retry(post);
  await reaches(post, "deleted");
});

it("says why another's post is not deleted, and lets it be", async () => {
  await ownPost();
  const theirs = await postagram.post("somebody else");
  app.posts.add([theirs]);
  app.deletions.retry(theirs);
  await reaches(theirs, "failed");
  expect(app.deletions.of(bareId(theirs))).toMatchObject({ error: { status: 403 } });
  app.deletions.undo(theirs);
  expect(state(theirs)).toBe("none");
  expect(app.posts.find(bareId(theirs))).toEqual(theirs);
});

it("deletes by itself what could not be deleted while the service was away", async () => {
  const { user, post } = await ownPost();
  line.becomes("cut");
  app.deletions.retry(post);
  await reaches(post, "failed");
  expect(app.posts.find(bareId(post))).toEqual(post);
  line.becomes("good");
  await reaches(post, "deleted");
  expect(await storedPosts(postagram.url, user)).toEqual([]);
});

it("goes on deleting after the rest that the service asks for", async () => {
  const { post } = await ownPost();
  line.becomes({ status: 429, retryAfter: 0.1 });
  app.deletions.retry(post);
  await eventually(async () => line.calls.find(isDelete));
  line.becomes("good");
  await reaches(post, "deleted");
});

describe("a deletion whose author logs out", () => {
  it("is sent at once under the author's name, and nothing that the next user sees", async () => {
    const { user, post } = await ownPost();
    app.deletions.request(post);
    const changes: string[] = [];
    app.deletions.subscribe(() => changes.push(state(post)));
    app.session.logIn("somebody else");
    expect(changes).toContain("none");
    app.deletions.undo(post);
    await until(app.posts, () => app.posts.find(bareId(post)) === undefined);
    expect(await storedPosts(postagram.url, user)).toEqual([]);
  });

  it("is neither undone nor tried again by another where it failed", async () => {
    const { user, post } = await ownPost();
    line.becomes({ status: 500 }, isDelete);
    app.deletions.retry(post);
    await reaches(post, "failed");
    app.session.logIn("somebody else");
    expect(state(post)).toBe("none");
    const calls = line.calls.filter(isDelete).length;
    app.deletions.undo(post);
    app.deletions.retry(post);
    app.deletions.request(post);
    app.session.logIn(user);
    expect(app.deletions.of(bareId(post))).toMatchObject({ state: "failed", error: { status: 500 } });
    expect(line.calls.filter(isDelete)).toHaveLength(calls);
  });
});

describe("a deletion that was not answered when the page ended", () => {
  it("is sent by the next page, under the name of its author", async () => {
    const texts = memoryTexts();
    const { user, post } = await ownPost(6000, texts);
    line.becomes("cut");
    app.deletions.retry(post);
    await reaches(post, "failed");
    app.close();

    const otherLine = await startFlakyLine(postagram.url);
    app = appParts({ url: otherLine.url, user: "somebody else", texts });
    await until(app.posts, ({ removed }) => removed.has(bareId(post)));
    expect(await storedPosts(postagram.url, user)).toEqual([]);
    const next = appParts({ url: otherLine.url, texts });
    expect(next.deletions.get().size).toBe(0);
    next.close();
    await otherLine.close();
  });

  it("is not sent where it was undone, or the service refused it", async () => {
    const texts = memoryTexts();
    const { post } = await ownPost(6000, texts);
    line.becomes("cut");
    app.deletions.retry(post);
    await reaches(post, "failed");
    app.deletions.undo(post);
    line.becomes("good");
    const theirs = await postagram.post("a third");
    app.deletions.retry(theirs);
    await reaches(theirs, "failed");
    app.close();
    app = appParts({ url: line.url, texts });
    expect(app.deletions.get().size).toBe(0);
  });
});
