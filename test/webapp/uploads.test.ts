import { ApiError, bareId, type Post } from "../../webapp/src/api/posts-api";
import type { Upload } from "../../webapp/src/publish/upload-store";
import { eventually, fixture, startPostagram, type TestPostagram } from "../postagram";
import { type AppParts, type AppPartsOptions, appParts, putByFetch, until } from "./app-parts";
import { type FlakyLine, startFlakyLine } from "./flaky-line";
import { memoryRecords, memoryTexts } from "./memory-storage";

let postagram: TestPostagram;
let line: FlakyLine;
let picture: File;
let app: AppParts;
beforeAll(async () => {
  postagram = await startPostagram();
  picture = new File([new Uint8Array(await fixture("chelsea.jpg"))], "chelsea.jpg", { type: "image/jpeg" });
});
afterAll(() => postagram.stop());
beforeEach(async () => {
  line = await startFlakyLine(postagram.url);
});
afterEach(async () => {
  app.close();
  expect(app.objectUrls.size).toBe(0);
  await line.close();
});

async function newPost(options: Partial<AppPartsOptions> = {}): Promise<{ id: string; post: Post }> {
  const post = await postagram.post("ada");
  app = appParts({ url: line.url, user: "ada", ...options });
  app.posts.add([post]);
  return { id: bareId(post), post };
}

const reaches = (id: string, state: Upload["state"]) => until(app.uploads, () => app.uploads.of(id).state === state);
/** What an upload fails with. */
const failure = (id: string) =>
  until(app.uploads, () => {
    const upload = app.uploads.of(id);
    return upload.state === "failed" && upload.error;
  });
const isUrl = (call: string) => call === "GET /signedUrlPut";

it("sends a picture and waits for its labels, which are everywhere then", async () => {
  const { id } = await newPost();
  app.uploads.start(id, "ada", picture);
  expect(app.uploads.of(id)).toMatchObject({
    state: "uploading",
    progress: 0,
    preview: expect.stringMatching("^blob:"),
  });
  await reaches(id, "looking");
  await reaches(id, "none");
  expect(app.posts.find(id)?.labels).toContain("Cat");
  expect(app.posts.find(id)?.image).toContain("chelsea");
});

it("sends a picture again that could not be sent, to a new URL", async () => {
  const urls: string[] = [];
  const { id } = await newPost({
    async put(url, file, options) {
      urls.push(url);
      if (urls.length === 1) throw new ApiError(403);
      await putByFetch(url, file, options);
    },
  });
  app.uploads.start(id, "ada", picture);
  expect((await failure(id)).status).toBe(403);
  app.uploads.retry(id);
  await reaches(id, "looking");
  expect(new Set(urls).size).toBe(2);
  expect(line.calls.filter(isUrl)).toHaveLength(2);
  app.uploads.cancel(id);
});

it.each([0, 500, 503])(
  "tries three times by itself where the storage alone fails with %i, each to a new URL",
  async (status) => {
    const urls: string[] = [];
    const { id } = await newPost({
      put(url) {
        urls.push(url);
        return Promise.reject(new ApiError(status, { from: "storage" }));
      },
    });
    app.uploads.start(id, "ada", picture);
    expect(await failure(id)).toMatchObject({ status, from: "storage" });
    expect(new Set(urls).size).toBe(3);
    app.uploads.retry(id);
    await until(app.uploads, () => urls.length === 6);
    await failure(id);
    app.uploads.cancel(id);
  },
);

it("needs nobody where the storage fails once", async () => {
  let tries = 0;
  const { id } = await newPost({
    put(url, file, options) {
      tries += 1;
      return tries === 1 ? Promise.reject(new ApiError(0, { from: "storage" })) : putByFetch(url, file, options);
    },
  });
  const states = new Set<Upload["state"]>();
  app.uploads.subscribe(() => states.add(app.uploads.of(id).state));
  app.uploads.start(id, "ada", picture);
  await reaches(id, "looking");
  expect(states).not.toContain("failed");
  expect(states).not.toContain("waiting");
  expect(tries).toBe(2);
  app.uploads.cancel(id);
});

it("tries no more once it is cancelled between two tries", async () => {
  let tries = 0;
  const { id } = await newPost({
    put: () => {
      tries += 1;
      return Promise.reject(new ApiError(500, { from: "storage" }));
    },
  });
  app.uploads.start(id, "ada", picture);
  await eventually(async () => (tries === 1 ? true : undefined));
  app.uploads.cancel(id);
  await eventually(async () => app.uploads.of(id).state === "none" || undefined);
  await app.api.probe(false);
  expect(tries).toBe(1);
});

it("waits where the service is away too, and goes on by itself", async () => {
  let tries = 0;
  const { id } = await newPost({
    put(url, file, options) {
      tries += 1;
      if (tries > 1) return putByFetch(url, file, options);
      line.becomes("cut");
      return Promise.reject(new ApiError(0));
    },
  });
  app.uploads.start(id, "ada", picture);
  await reaches(id, "waiting");
  line.becomes("good");
  await reaches(id, "looking");
  expect(tries).toBe(2);
  app.uploads.cancel(id);
});

it("waits where the service does not give a URL", async () => {
  const { id } = await newPost();
  line.becomes({ status: 503, retryAfter: 0 });
  app.uploads.start(id, "ada", picture);
  await reaches(id, "waiting");
  line.becomes("good");
  await reaches(id, "looking");
  app.uploads.cancel(id);
});

it("stops at once when it is cancelled", async () => {
  const stopped: unknown[] = [];
  const { id } = await newPost({
    put: (_, __, { signal, onProgress }) =>
      new Promise((_resolve, reject) => {
        onProgress(0.5);
        signal.addEventListener("abort", () => {
          stopped.push(signal.reason);
          reject(signal.reason);
          onProgress(1);
        });
      }),
  });
  app.uploads.start(id, "ada", picture);
  await until(app.uploads, () => {
    const upload = app.uploads.of(id);
    return upload.state === "uploading" && upload.progress === 0.5;
  });
  app.uploads.cancel(id);
  expect(app.uploads.of(id)).toEqual({ state: "none" });
  expect(stopped).toHaveLength(1);
  await app.api.probe(false);
  expect(app.uploads.of(id)).toEqual({ state: "none" });
});

it("says what the service finds wrong with a picture", async () => {
  const { id } = await newPost();
  app.uploads.start(id, "ada", new File([], "empty.jpg", { type: "image/jpeg" }));
  expect((await failure(id)).serverMessage).toContain("filesize");
  app.uploads.cancel(id);
});

it("lets go of a picture whose post was deleted, before it is sent and while it is looked at", async () => {
  const { id } = await newPost({ put: async () => undefined });
  app.uploads.start(id, "ada", picture);
  await reaches(id, "looking");
  await postagram.call("DELETE", `/posts/${id}`, { user: "ada" });
  await reaches(id, "none");
  expect(app.posts.find(id)).toBeUndefined();
  app.uploads.start(id, "ada", picture);
  await reaches(id, "none");
});

describe("a look that takes too long", () => {
  it("is late, and goes on when the user wants it", async () => {
    let sent: string | undefined;
    const { id } = await newPost({
      lookLimit: 100,
      async put(url) {
        sent = url;
      },
    });
    app.uploads.start(id, "ada", picture);
    await reaches(id, "late");
    const signal = new AbortController().signal;
    await putByFetch(sent ?? "", picture, { signal, onProgress: () => undefined });
    await eventually(async () => (await postagram.call("GET", `/posts/${id}`)).body.labels);
    app.uploads.checkAgain(id);
    await reaches(id, "none");
    expect(app.posts.find(id)?.labels).toContain("Cat");
  });

  it("ends when nobody is logged in any more", async () => {
    const { id } = await newPost({ put: async () => undefined });
    app.uploads.start(id, "ada", picture);
    await reaches(id, "looking");
    app.session.logOut();
    expect(app.uploads.of(id)).toEqual({ state: "none" });
  });
});

describe("after a reload", () => {
  const channel = "uploads.test";

  it("looks on at what was being looked at", async () => {
    const tab = memoryTexts();
    const { id, post } = await newPost({ tab });
    app.uploads.start(id, "ada", picture);
    await reaches(id, "looking");
    const before = app;

    app = appParts({ url: line.url, user: "ada", tab });
    app.posts.add([post]);
    expect(app.uploads.of(id)).toEqual({ state: "looking" });
    await reaches(id, "none");
    expect(app.posts.find(id)?.labels).toContain("Cat");
    await until(before.uploads, (all) => all.size === 0);
  });

  it("sends a picture that was being sent", async () => {
    const [tab, records] = [memoryTexts(), memoryRecords()];
    const { id, post } = await newPost({ tab, records, channel, put: () => new Promise(() => undefined) });
    app.uploads.start(id, "ada", picture);
    await reaches(id, "uploading");

    const before = app;
    before.close();
    app = appParts({ url: line.url, user: "ada", tab, records, channel });
    app.posts.add([post]);
    await reaches(id, "looking");
    await reaches(id, "none");
    expect(app.posts.find(id)?.image).toContain("chelsea");
    expect(records.keys()).toEqual([]);
    before.uploads.cancel(id);
  });

  it("leaves a picture to the tab that is sending it, and takes it up when that is closed", async () => {
    const records = memoryRecords();
    const { id, post } = await newPost({ records, channel, put: () => new Promise(() => undefined) });
    app.uploads.start(id, "ada", picture);
    await reaches(id, "uploading");
    const before = app;
    app = appParts({ url: line.url, user: "ada", records, channel });
    app.posts.add([post]);
    await app.uploads.adopt();
    expect(app.uploads.of(id)).toEqual({ state: "none" });
    before.close();
    await app.uploads.adopt();
    await reaches(id, "looking");
    app.uploads.cancel(id);
    before.uploads.cancel(id);
  });

  it("is taken up by one of the tabs that find it", async () => {
    const records = memoryRecords();
    const { id } = await newPost();
    await records.set(`upload/${id}`, { id, user: "ada", file: picture, since: Date.now() });
    const puts: string[] = [];
    const put: AppPartsOptions["put"] = async (url) => void puts.push(url);
    const tabs = [1, 2, 3].map(() => appParts({ url: line.url, user: "ada", records, channel, put }));
    const states = () => tabs.map(({ uploads }) => uploads.of(id).state).toSorted();
    await eventually(async () => (puts.length > 0 ? true : undefined));
    await Promise.all(tabs.map(({ uploads }) => uploads.adopt()));
    expect(states()).toEqual(["looking", "none", "none"]);
    expect(puts).toHaveLength(1);
    for (const tab of tabs) {
      tab.uploads.cancel(id);
      tab.close();
    }
  });
});
