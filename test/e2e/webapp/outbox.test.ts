import type { Post } from "../../../webservice/posts/post";
import { eventually } from "../../postagram";
import { AppPage } from "./app-page";
import { CHELSEA } from "./pictures";
import { useWebApp, type Visitor } from "./web-app";

const web = useWebApp();

/** The browser's own line about a request that this file cuts off. */
const CUT_OFF = /^error: Failed to load resource: net::ERR_FAILED/;

/** Cuts off every post that is sent, in all tabs, until the returned function is called. */
async function cutOffPosts(visitor: Visitor): Promise<() => Promise<void>> {
  visitor.allow(CUT_OFF);
  await visitor.context.route("**/posts", (route) =>
    route.request().method() === "POST" ? route.abort() : route.continue(),
  );
  return () => visitor.context.unroute("**/posts");
}

/** The posts that the service has under this title. */
async function stored(title: string): Promise<Post[]> {
  const { body } = await web.postagram.call<Post[]>("GET", "/posts");
  return body.filter((post) => post.title === title);
}

it("sends a post once, though two tabs know of it", async () => {
  const ada = await web.visit({ user: "ada" });
  const letThrough = await cutOffPosts(ada);
  let uploads = 0;
  ada.context.on("request", (request) => {
    if (request.method() === "PUT") uploads += 1;
  });
  await ada.write({ title: "In two tabs", text: "But one post.", picture: CHELSEA });
  await ada.outbox.filter({ hasText: "In two tabs" }).waitFor();
  const secondTab = new AppPage(await ada.context.newPage(), "en");
  await secondTab.page.goto("/");
  await secondTab.mainHeading.waitFor();
  await letThrough();
  for (const tab of [ada, secondTab]) {
    await tab.page.bringToFront(); // browsers slow down what is not seen
    await tab.outbox.first().waitFor({ state: "hidden", timeout: 20_000 });
  }
  await eventually(async () => (await stored("In two tabs"))[0]?.labels);
  for (const tab of [ada, secondTab]) {
    await tab.page.reload();
    await tab.label("In two tabs", "Cat").waitFor();
    expect(await tab.outbox.count()).toBe(0);
  }
  expect(await stored("In two tabs")).toHaveLength(1);
  expect(uploads).toBe(1);
});

it("keeps a draft for the one who wrote it, and shows it to nobody else", async () => {
  const visitor = await web.visit({ user: "ada" });
  await visitor.openComposer();
  await visitor.writing.title.fill("Ada's draft");
  await visitor.writing.file.setInputFiles(CHELSEA);
  await visitor.writing.preview("chelsea.jpg").waitFor();
  for (const [from, to, title, previews] of [
    ["ada", "grace", "", 0],
    ["grace", "ada", "Ada's draft", 1],
  ] as const) {
    await visitor.page.reload();
    await visitor.logOut(from);
    await visitor.logIn(to);
    await visitor.openComposer();
    expect(await visitor.writing.title.inputValue()).toBe(title);
    if (previews > 0) await visitor.writing.preview("chelsea.jpg").waitFor();
    else expect(await visitor.writing.preview("chelsea.jpg").count()).toBe(0);
  }
});

it("sends a post under the name that it was written by, whoever is logged in then", async () => {
  const visitor = await web.visit({ user: "ada" });
  const letThrough = await cutOffPosts(visitor);
  await visitor.write({ title: "Whose is it?", text: "Mine, says Ada." });
  await visitor.outbox.filter({ hasText: "Whose is it?" }).waitFor();
  await visitor.logOut("ada");
  await visitor.logIn("grace");
  await letThrough();
  await visitor.write({ title: "And this?", text: "Mine, says Grace." });
  await visitor.cards("And this?").waitFor({ timeout: 30_000 });
  await visitor.cards("Whose is it?").waitFor({ timeout: 30_000 });
  expect(await stored("Whose is it?")).toMatchObject([{ user: "ada" }]);
  expect(await stored("And this?")).toMatchObject([{ user: "grace" }]);
  expect(await visitor.deleteButton("Whose is it?").count()).toBe(0);
});

it("gives a post that is taken back to the one who wrote it, to be edited", async () => {
  const ada = await web.visit({ user: "ada" });
  const letThrough = await cutOffPosts(ada);
  await ada.write({ title: "Too hasty", text: "With a slip.", picture: CHELSEA });
  await ada.button(ada.compose("outbox.cancelOf", { title: "Too hasty" })).click();
  await ada.writing.title.waitFor();
  expect(await ada.writing.title.inputValue()).toBe("Too hasty");
  expect(await ada.writing.text.inputValue()).toBe("With a slip.");
  await ada.writing.preview("chelsea.jpg").waitFor();
  await letThrough();
  await ada.fillIn({ title: "Not so hasty", text: "Without a slip." });
  await ada.label("Not so hasty", "Cat").waitFor({ timeout: 30_000 });
  expect(await stored("Too hasty")).toEqual([]);
  expect(await stored("Not so hasty")).toMatchObject([{ user: "ada" }]);
});

it("says that a post was not deleted, and deletes it by a retry", async () => {
  await web.postagram.post("ada", "Hard to delete");
  const ada = await web.visit({ user: "ada" });
  ada.allow(/^error: Failed to load resource: the server responded with a status of 500/);
  const isPost = (url: URL) => url.pathname.startsWith("/posts/");
  await ada.page.route(isPost, (route) =>
    route.request().method() === "DELETE"
      ? route.fulfill({ status: 500, json: { statusCode: 500, error: "Internal Server Error", message: "oops" } })
      : route.continue(),
  );
  await ada.deleteButton("Hard to delete").click();
  const retry = ada.button(ada.app("deletion.retry"));
  await retry.waitFor({ timeout: 20_000 });
  await ada.page.unroute(isPost);
  await retry.click();
  await retry.waitFor({ state: "hidden" });
  await ada.page.reload();
  await ada.cards().first().waitFor();
  expect(await ada.cards("Hard to delete").count()).toBe(0);
  expect(await stored("Hard to delete")).toEqual([]);
});
