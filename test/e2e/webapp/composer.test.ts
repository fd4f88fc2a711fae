import { eventually } from "../../postagram";
import { hasFocus } from "./keyboard";
import { CHELSEA, UNFIT_FILES } from "./pictures";
import { useWebApp, type Visitor } from "./web-app";

const web = useWebApp();

/** The browser's own lines about requests that this file cuts off, or has refused. */
const CUT_OFF = /^error: Failed to load resource: net::ERR_FAILED/;
const REFUSED = /^error: Failed to load resource: the server responded with a status of (422|429|503)/;

/** What the service says of a post that it does not take. */
const REFUSAL = { statusCode: 422, error: "Unprocessable Entity", message: "The key was used for another post." };

/** Answers every post that is sent; `undefined` cuts it off. */
async function answerPosts(visitor: Visitor, answer: object | undefined): Promise<void> {
  visitor.allow(answer === undefined ? CUT_OFF : REFUSED);
  await visitor.page.route("**/posts", (route) => {
    if (route.request().method() !== "POST") return route.continue();
    return answer === undefined ? route.abort() : route.fulfill(answer);
  });
}

function isUpload(url: URL): boolean {
  return url.origin === web.postagram.bucketOrigin;
}

/** Everything that is said from now on, by a screen reader or as an alert. */
async function listen({ page }: Visitor): Promise<() => Promise<string>> {
  const said = await page.evaluateHandle(() => {
    const heard: string[] = [];
    const listener = () => {
      for (const element of document.querySelectorAll("[role=status], [role=alert], [aria-invalid=true]")) {
        heard.push(element.textContent, element.parentElement?.parentElement?.textContent ?? "");
      }
    };
    new MutationObserver(listener).observe(document, { subtree: true, childList: true, characterData: true });
    return heard;
  });
  return () => said.evaluate((heard) => heard.join("\n"));
}

/** Fills in the composer, which has to be open, and leaves it so. */
async function type(visitor: Visitor, title: string): Promise<void> {
  await visitor.writing.title.fill(title);
  await visitor.writing.text.fill("Some words.");
}

describe("a post that is sent", () => {
  it("is sent once by a double click, and the focus stays on the page", async () => {
    const ada = await web.visit({ user: "ada" });
    await ada.openComposer();
    await type(ada, "Twice clicked");
    const said = await listen(ada);
    await ada.writing.submit.dblclick();
    await ada.composer.waitFor({ state: "hidden" });
    await ada.cards("Twice clicked").waitFor();
    expect(await said()).not.toContain(ada.compose("composer.problem.titleEmpty"));
    expect(await ada.page.evaluate(() => document.activeElement === document.body)).toBe(false);
    expect(await ada.cards("Twice clicked").count()).toBe(1);
  });

  it.each(["reduce", "no-preference"] as const)("is seen, however far down one was (%s)", async (reducedMotion) => {
    for (let number = 1; number <= 12; number++) await web.postagram.post("grace", `Number ${number}`, "Words.\n\n");
    const ada = await web.visit({ user: "ada", reducedMotion, viewport: { width: 800, height: 600 } });
    await ada.cards("Number 1").first().scrollIntoViewIfNeeded();
    expect(await ada.page.evaluate(() => scrollY)).toBeGreaterThan(600);
    const title = `From below, ${reducedMotion}`;
    await ada.write({ title, text: "Here I am." });
    await ada.cards(title).waitFor();
    await eventually(async () => (await ada.page.evaluate(() => scrollY)) === 0 || undefined, 5);
  });

  it("says that it waits where there were too many, and goes on by itself", async () => {
    const ada = await web.visit({ user: "ada" });
    await answerPosts(ada, { status: 429, headers: { "retry-after": "2" }, json: { ...REFUSAL, statusCode: 429 } });
    const said = await listen(ada);
    await ada.write({ title: "One of many", text: "Slowly." });
    await ada.outbox.getByText(ada.compose("outbox.tooMany"), { exact: true }).waitFor();
    expect(await said()).toContain(ada.compose("outbox.announce.tooMany", { title: "One of many" }));
    await ada.page.unroute("**/posts");
    await ada.cards("One of many").waitFor();
    expect(await said()).toContain(ada.compose("outbox.announce.posted", { title: "One of many" }));
  });

  it("is not said to be posted where its writer logs out before", async () => {
    const ada = await web.visit({ user: "ada" });
    await answerPosts(ada, undefined);
    await ada.write({ title: "Not yet", text: "It waits." });
    await ada.outbox.getByText(ada.compose("outbox.waiting"), { exact: true }).waitFor();
    const said = await listen(ada);
    await ada.logOut("ada");
    await ada.outbox.waitFor({ state: "hidden" });
    await eventually(async () => (await said()).includes(ada.app("account.loggedOut")) || undefined, 5);
    expect(await said()).not.toContain(ada.compose("outbox.announce.posted", { title: "Not yet" }));
  });

  it("says in the reader's language why it was refused", async () => {
    const zoe = await web.visit({ user: "Zoë", locale: "fr-FR", language: "fr" });
    await answerPosts(zoe, { status: 422, json: REFUSAL });
    await zoe.write({ title: "Refusé", text: "Sans raison." });
    await zoe.button(zoe.compose("outbox.retryOf", { title: "Refusé" })).waitFor();
    const reason = zoe.app("error.contradiction");
    await zoe.outbox.getByText(zoe.compose("outbox.failed", { reason }), { exact: true }).waitFor();
  });
});

describe("the composer", () => {
  it("says that it is being loaded where that takes its time, and can be given up", async () => {
    const visitor = await web.visit({ path: "about:blank" });
    let letGo = () => {};
    const released = new Promise<void>((resolve) => (letGo = resolve));
    await visitor.page.route(/\/assets\/(login|composer)-dialog-.*\.js$/, async (route) => {
      await released;
      await route.continue();
    });
    await visitor.page.goto("/");
    const open = visitor.button(visitor.compose("composer.open"));
    const loading = visitor.page.getByText(visitor.compose("part.loading"), { exact: true });
    await open.click();
    await loading.waitFor();
    await visitor.button(visitor.compose("part.close")).click();
    await loading.waitFor({ state: "hidden" });
    expect(await hasFocus(open)).toBe(true);
    await open.click();
    await loading.waitFor();
    letGo();
    const login = visitor.dialog(visitor.compose("login.title"));
    await login.waitFor();
    await loading.waitFor({ state: "hidden" });
    await login.getByLabel(visitor.compose("login.name")).fill("ada");
    await login.getByRole("button", { name: visitor.compose("login.submit"), exact: true }).click();
    await visitor.writing.title.waitFor();
  });

  it("is closed by Back, whose page takes the focus, and keeps the draft", async () => {
    await web.postagram.post("grace", "A page to leave");
    const ada = await web.visit({ user: "ada" });
    await ada.cards("A page to leave").getByRole("link", { name: "A page to leave", exact: true }).click();
    await ada.page.waitForURL("**/post/*");
    await ada.openComposer();
    await type(ada, "Half written");
    await ada.page.goBack();
    await ada.composer.waitFor({ state: "hidden" });
    expect(new URL(ada.page.url()).pathname).toBe("/");
    expect(await hasFocus(ada.mainHeading)).toBe(true);
    await ada.openComposer();
    expect(await ada.writing.title.inputValue()).toBe("Half written");
  });

  it("lets a title and a text run as their script does, also on their way", async () => {
    const ada = await web.visit({ user: "ada" });
    await answerPosts(ada, undefined);
    await ada.openComposer();
    await ada.writing.title.fill("שלום, Ada!");
    await ada.writing.text.fill("מה נשמע?");
    const direction = (element: Element) => getComputedStyle(element).direction;
    expect(await ada.writing.title.evaluate(direction)).toBe("rtl");
    expect(await ada.writing.text.evaluate(direction)).toBe("rtl");
    await ada.writing.submit.click();
    expect(await ada.outbox.getByText("שלום, Ada!", { exact: true }).evaluate(direction)).toBe("rtl");
    expect(await ada.outbox.getByText("מה נשמע?", { exact: true }).evaluate(direction)).toBe("rtl");
  });

  it("turns down a picture that cannot be decoded, and a file of no known kind, in plain words", async () => {
    const ada = await web.visit({ user: "ada" });
    await ada.openComposer();
    const alert = (words: string) => ada.composer.getByRole("alert").filter({ hasText: words }).waitFor();
    const broken = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from("and then nothing of a picture")]);
    await ada.writing.file.setInputFiles({ name: "torn.jpg", mimeType: "image/jpeg", buffer: broken });
    await alert(ada.compose("picture.problem.unreadable", { name: "torn.jpg" }));
    const { buffer } = UNFIT_FILES.disguisedText;
    await ada.writing.file.setInputFiles({ name: "notes", mimeType: "application/octet-stream", buffer });
    await alert(ada.compose("picture.problem.typeUnknown", { name: "notes" }));
  });
});

describe("the picture of a post", () => {
  it("is shown on its way to its writer alone", async () => {
    const visitor = await web.visit({ user: "ada" });
    visitor.allow(CUT_OFF);
    await visitor.page.route(isUpload, () => undefined); // the upload hangs
    await visitor.write({ title: "Mine, on its way", text: "Slowly.", picture: CHELSEA });
    const card = visitor.cards("Mine, on its way");
    const cancel = card.getByRole("button", { name: visitor.compose("picture.cancelUpload"), exact: true });
    await cancel.waitFor();
    await visitor.logOut("ada");
    await cancel.waitFor({ state: "hidden" });
    await visitor.logIn("grace");
    await card.waitFor();
    expect(await card.getByRole("img").count()).toBe(0);
    expect(await card.getByRole("button").count()).toBe(0);
    await visitor.logOut("grace");
    await visitor.logIn("ada");
    await cancel.waitFor();
  });

  it("can be replaced by its writer where it cannot be loaded", async () => {
    const post = await web.postagram.post("ada", "Broken picture");
    const url = `${web.postagram.bucketOrigin}/broken.jpg`;
    const visitor = await web.visit({ path: "about:blank" });
    visitor.allow(/^error: Failed to load resource: the server responded with a status of 40[34]/);
    await visitor.page.route("**/posts?*", async (route) => {
      const response = await route.fetch({ url: route.request().url().replace("postagram.test", "127.0.0.1") });
      const posts: { id: string }[] = await response.json();
      const json = posts.map((one) => (one.id === post.id ? { ...one, image: url, labels: [] } : one));
      await route.fulfill({ response, json });
    });
    await visitor.page.route(/\/posts\/[0-9a-f-]{36}$/, async (route) => {
      const response = await route.fetch({ url: route.request().url().replace("postagram.test", "127.0.0.1") });
      const one = await response.json();
      await route.fulfill({ response, json: { image: url, labels: [], ...one } });
    });
    await visitor.page.goto("/");
    const card = visitor.cards("Broken picture");
    const another = visitor.button(visitor.compose("picture.anotherOf", { title: "Broken picture" }));
    await card.getByText(visitor.compose("picture.broken"), { exact: true }).waitFor();
    expect(await another.count()).toBe(0);
    await visitor.logIn("ada");
    const choose = async (file: typeof UNFIT_FILES.empty | string) => {
      const [chooser] = await Promise.all([visitor.page.waitForEvent("filechooser"), another.click()]);
      await chooser.setFiles(file);
    };
    await choose(UNFIT_FILES.empty);
    await card.getByRole("alert").filter({ hasText: UNFIT_FILES.empty.name }).waitFor();
    await choose(CHELSEA);
    await visitor.label("Broken picture", "Cat").waitFor();
  });

  it("is added by a button that stands close to the post's title", async () => {
    await web.postagram.post("ada", "Without any");
    const ada = await web.visit({ user: "ada" });
    const add = await ada.button(ada.compose("picture.addOf", { title: "Without any" })).boundingBox();
    const title = await ada.cards("Without any").getByRole("heading", { level: 2 }).boundingBox();
    if (add === null || title === null) throw new Error("The button and the title have to be seen.");
    expect(title.y - (add.y + add.height)).toBeLessThanOrEqual(16);
  });

  it("says that the storage, not the service, did not take it", async () => {
    const ada = await web.visit({ user: "ada" });
    ada.allow(REFUSED);
    await ada.page.route(isUpload, (route) =>
      route.request().method() === "PUT"
        ? route.fulfill({ status: 503, headers: { "access-control-allow-origin": "*" }, body: "" })
        : route.continue(),
    );
    await ada.write({ title: "Refused", text: "By the storage.", picture: CHELSEA });
    await ada
      .cards("Refused")
      .getByText(ada.compose("picture.failed", { reason: ada.app("error.storageUnanswered") }), { exact: true })
      .waitFor({ timeout: 30_000 });
  });
});
