import type { Post } from "../../../webservice/posts/post";
import { bare, eventually } from "../../postagram";
import { ASTRONAUT, CHELSEA, hand, UNFIT_FILES } from "./pictures";
import { useWebApp, type Visitor } from "./web-app";

const web = useWebApp();

const BROKEN_JPEG = {
  name: "torn.jpg",
  mimeType: "image/jpeg",
  buffer: Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(2000, "rubbish")]),
};

/** How wide the picture of a post is, once it is loaded. */
async function widthOfPicture(visitor: Visitor, title: string): Promise<number> {
  const picture = visitor.picture(title).first();
  await picture.waitFor();
  return picture.evaluate(async (image: HTMLImageElement) => {
    await image.decode();
    return image.naturalWidth;
  });
}

/** Answers of the service about single posts wait until the returned function is called. */
async function holdPosts(visitor: Visitor): Promise<() => void> {
  let letGo: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (letGo = resolve));
  await visitor.page.route(/\/posts\/[0-9a-f-]{36}$/, async (route) => {
    await released;
    await route.continue();
  });
  return letGo;
}

it("posts a chosen picture in one step, says that it looks at it, and shows it with its labels", async () => {
  const ada = await web.visit({ user: "ada" });
  const letGo = await holdPosts(ada);
  await ada.write({ title: "Chelsea", text: "She sleeps all day.", picture: CHELSEA });
  const card = ada.cards("Chelsea");
  await card.getByText(ada.compose("picture.looking")).waitFor();
  letGo();
  await ada.label("Chelsea", "Cat").waitFor();
  await card.getByText(ada.compose("picture.looking")).waitFor({ state: "hidden" });
  expect(await widthOfPicture(ada, "Chelsea")).toBe(451);
  const { body } = await web.postagram.call<Post[]>("GET", "/posts?user=ada");
  expect(body).toMatchObject([{ title: "Chelsea", body: "She sleeps all day." }]);
});

it.each(["drop", "paste"] as const)("takes a picture by %s, anywhere on the page", async (way) => {
  const ada = await web.visit({ user: "ada" });
  await hand(ada.page, ada.page.locator("body"), way);
  await ada.writing.preview("chelsea.jpg").waitFor();
  await ada.fillIn({ title: `By ${way}`, text: "No button was needed." });
  await ada.label(`By ${way}`, "Cat").waitFor();
});

it("adds a picture to an older post of one's own, and offers that for nobody else's", async () => {
  await web.postagram.post("ada", "Without a picture");
  await web.postagram.post("grace", "Of another");
  const ada = await web.visit({ user: "ada" });
  const add = (title: string) => ada.button(ada.compose("picture.addOf", { title }));
  await add("Without a picture").waitFor();
  expect(await add("Of another").count()).toBe(0);
  const [chooser] = await Promise.all([ada.page.waitForEvent("filechooser"), add("Without a picture").click()]);
  await chooser.setFiles(ASTRONAUT);
  await ada.label("Without a picture", "Person").waitFor();
  expect(await widthOfPicture(ada, "Without a picture")).toBe(512);
});

describe("before any request, turns down", () => {
  it.each([
    ["a picture of more than 15 MB", UNFIT_FILES.tooLarge, "picture.problem.size"],
    ["a GIF", UNFIT_FILES.otherKind, "picture.problem.type"],
    ["a GIF under the name of a JPEG", UNFIT_FILES.disguisedGif, "picture.problem.content"],
    ["a text under the name of a JPEG", UNFIT_FILES.disguisedText, "picture.problem.content"],
    ["an empty file", UNFIT_FILES.empty, "picture.problem.empty"],
    ["a JPEG that is broken after its first bytes", BROKEN_JPEG, "picture.problem.unreadable"],
  ] as const)("%s", async (_what, file, problem) => {
    const ada = await web.visit({ user: "ada" });
    await ada.openComposer();
    const requests: string[] = [];
    ada.page.on("request", (request) => {
      if (request.method() !== "GET" || request.url().includes("signedUrlPut")) requests.push(request.url());
    });
    await ada.writing.file.setInputFiles(file);
    const words = { name: file.name, type: "GIF", size: "16 MB", limit: "15 MB" };
    await ada.composer
      .getByRole("alert")
      .filter({ hasText: ada.compose(problem, words) })
      .waitFor();
    expect(await ada.writing.preview(file.name).count()).toBe(0);
    // Nor is it there when the post is sent.
    await ada.fillIn({ title: `Instead of ${file.name}`, text: "Words alone." });
    await ada.cards(`Instead of ${file.name}`).waitFor();
    expect(requests.map((url) => new URL(url).pathname)).toEqual(["/posts"]);
  });
});

it("lets others see a post by a hint that there is a new one, and lets nobody else delete it", async () => {
  await web.postagram.post("ada", "Already there");
  const grace = await web.visit({ path: "about:blank" });
  await grace.page.clock.install();
  await grace.page.goto("/");
  await grace.logIn("grace");
  await grace.cards("Already there").waitFor();
  const ada = await web.visit({ user: "ada" });
  await ada.write({ title: "Brand new", text: "Look at her ears.", picture: CHELSEA });
  await ada.label("Brand new", "Cat").waitFor();

  await grace.page.clock.fastForward("00:20"); // the app looks for new posts now and then
  await grace.newPostsHint(1).waitFor();
  expect(await grace.cards("Brand new").count()).toBe(0); // nothing jumps
  await grace.newPostsHint(1).click();
  await grace.label("Brand new", "Cat").waitFor();
  expect((await grace.titles())[0]).toBe("Brand new");
  expect(await widthOfPicture(grace, "Brand new")).toBe(451);
  expect(await grace.deleteButton("Brand new").count()).toBe(0);
  expect(await ada.deleteButton("Brand new").count()).toBe(1);
});

describe("deletes a post", () => {
  const exists = async (post: Post) => (await web.postagram.call("GET", `/posts/${bare(post)}`)).status === 200;

  it("not, where that is undone", async () => {
    const post = await web.postagram.post("ada", "Second thoughts");
    const ada = await web.visit({ user: "ada" });
    const deletions: string[] = [];
    ada.page.on("request", (request) => {
      if (request.method() === "DELETE") deletions.push(request.url());
    });
    await ada.deleteButton("Second thoughts").click();
    await ada.cards("Second thoughts").waitFor({ state: "hidden" });
    await ada.undoButton("Second thoughts").click();
    await ada.cards("Second thoughts").waitFor();
    await ada.page.reload();
    await ada.cards("Second thoughts").waitFor();
    expect(deletions).toEqual([]);
    expect(await exists(post)).toBe(true);
  });

  it("some seconds later", async () => {
    const post = await web.postagram.post("ada", "Out of focus");
    const ada = await web.visit({ user: "ada" });
    const deletion = ada.page.waitForResponse((response) => response.request().method() === "DELETE");
    await ada.deleteButton("Out of focus").click();
    await ada.undoButton("Out of focus").waitFor();
    expect(await exists(post)).toBe(true);
    expect((await deletion).status()).toBe(200);
    await ada.undoButton("Out of focus").waitFor({ state: "hidden" });
    expect(await exists(post)).toBe(false);
    await ada.page.reload();
    await ada.cards().first().waitFor();
    expect(await ada.cards("Out of focus").count()).toBe(0);
  });

  it("at once, where the page is left meanwhile", async () => {
    const post = await web.postagram.post("ada", "On the way out");
    const ada = await web.visit({ user: "ada" });
    await ada.deleteButton("On the way out").click();
    await ada.undoButton("On the way out").waitFor();
    await ada.page.goto("about:blank");
    await eventually(async () => !(await exists(post)) || undefined);
  });
});
