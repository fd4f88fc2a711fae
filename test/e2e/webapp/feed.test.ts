import type { Post } from "../../../webservice/posts/post";
import { bare, eventually, fixture } from "../../postagram";
import { useWebApp } from "./web-app";

const web = useWebApp();
const OLDER_POSTS = 65;
const AUTHOR = "Zoë & Loïc";

/** Titles of everything posted, newest first. */
let titles: string[];
let chelsea: Post;

beforeAll(async () => {
  titles = [];
  for (let number = 1; number <= OLDER_POSTS; number++) {
    titles.unshift((await web.postagram.post(AUTHOR, `Number ${number}`)).title);
  }
  const astronaut = await web.postagram.post("grace", "Eileen Collins");
  chelsea = await web.postagram.post("ada", "Chelsea");
  titles.unshift("Chelsea", "Eileen Collins");
  await web.postagram.upload(astronaut, await fixture("astronaut.jpg"));
  await web.postagram.upload(chelsea, await fixture("chelsea.jpg"));
});

it("shows every post once, newest first, while one scrolls to the end", async () => {
  const reader = await web.visit();
  await reader.cards().first().waitFor();
  expect((await reader.titles()).length).toBeLessThan(titles.length);
  const end = reader.page.getByText(reader.app("feed.end"), { exact: true });
  await eventually(async () => {
    await reader.page.mouse.wheel(0, 3000);
    return (await end.isVisible()) || undefined;
  });
  expect(await reader.titles()).toEqual(titles);
});

it("is where it was left when one comes back to it, though only what is near the window is laid out", async () => {
  const reader = await web.visit();
  const { page } = reader;
  const place = () => reader.cards("Number 30").evaluate((card) => Math.round(card.getBoundingClientRect().top));
  await eventually(async () => {
    await page.mouse.wheel(0, 1500);
    return (await reader.cards("Number 30").count()) > 0 || undefined;
  });
  const link = reader.cards("Number 30").getByRole("link", { name: "Number 30", exact: true });
  await link.hover();
  const left = await place();
  await link.click();
  await page.waitForURL("**/post/*");
  await page.goBack();
  await eventually(async () => (Math.abs((await place()) - left) <= 2 ? true : undefined), 5);
  expect(await reader.cards("Chelsea").evaluate((card) => card.checkVisibility({ contentVisibilityAuto: true }))).toBe(
    false,
  );
});

it("loads more by the keyboard", async () => {
  const reader = await web.visit();
  await reader.cards().first().waitFor();
  const before = (await reader.titles()).length;
  await reader.button(reader.app("feed.loadMore")).press("Enter");
  const more = await eventually(async () => {
    const now = await reader.titles();
    return now.length > before ? now : undefined;
  });
  expect(more).toEqual(titles.slice(0, more.length));
});

it("shows the posts with a label when that is clicked, and all of them again", async () => {
  const reader = await web.visit();
  await reader.label("Chelsea", "Cat").click();
  await reader.page.getByRole("heading", { level: 1, name: reader.app("filter.heading", { label: "Cat" }) }).waitFor();
  expect(new URL(reader.page.url()).search).toBe("?label=Cat");
  expect(await reader.titles()).toEqual(["Chelsea"]);
  await reader.page.goBack();
  await reader.cards("Eileen Collins").waitFor();
});

it("finds posts by a label that is typed", async () => {
  const reader = await web.visit();
  await reader.cards().first().waitFor();
  const search = reader.page.getByRole("search");
  await search.getByRole("textbox").click();
  await reader.page.keyboard.type("pers");
  await reader.page.getByRole("option", { name: "Person" }).click();
  await reader.cards("Eileen Collins").waitFor();
  expect(await reader.titles()).toEqual(["Eileen Collins"]);
});

it("says so where none of the posts carries a label, and takes one back to all", async () => {
  const reader = await web.visit({ path: "/?label=Zebra" });
  await reader.page.getByText(reader.app("filter.noneTitle", { label: "Zebra" }), { exact: true }).waitFor();
  const showAll = reader.app("filter.showAll");
  await reader.page.getByRole("link", { name: showAll, exact: true }).or(reader.button(showAll)).click();
  await reader.cards("Chelsea").waitFor();
});

it("gives each user a page with an address of its own", async () => {
  const reader = await web.visit();
  await reader.cards("Chelsea").getByRole("link", { name: "ada" }).click();
  await reader.page.waitForURL("**/user/ada");
  await reader.page.reload();
  await reader.cards("Chelsea").waitFor();
  expect(await reader.titles()).toEqual(["Chelsea"]);

  await reader.page.goto(`/user/${encodeURIComponent(AUTHOR)}`);
  await reader.cards(`Number ${OLDER_POSTS}`).waitFor();
  expect(await reader.mainHeading.textContent()).toContain(AUTHOR);
  expect((await reader.titles()).every((title) => title.startsWith("Number "))).toBe(true);
});

it("leads to the very user whose name is clicked, whatever the name looks like in an address", async () => {
  for (const name of ["A", "%41", "%2F", "?"]) await web.postagram.post(name, `By ${name}`);
  const reader = await web.visit();
  for (const name of ["%41", "%2F", "?"]) {
    await reader.cards(`By ${name}`).getByRole("link", { name, exact: true }).click();
    await reader.page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
    await reader.cards(`By ${name}`).waitFor();
    expect(await reader.titles()).toEqual([`By ${name}`]);
    await reader.page.goBack();
  }
  titles.unshift("By ?", "By %2F", "By %41", "By A");
});

it("folds a long text until it is asked for", async () => {
  const lines = Array.from({ length: 12 }, (_, line) => `Line ${line + 1}.`);
  await web.postagram.post("grace", "A long story", lines.join("\n"));
  titles.unshift("A long story");
  const reader = await web.visit();
  const text = reader.cards("A long story").getByText("Line 1.");
  const more = reader.button(reader.app("post.moreOf", { title: "A long story" }));
  await more.waitFor();
  const folded = await text.boundingBox();
  await more.click();
  await more.waitFor({ state: "detached" });
  expect((await text.boundingBox())?.height).toBeGreaterThan(1.5 * (folded?.height ?? Number.POSITIVE_INFINITY));
});

it("shows words of a script from right to left in their own direction", async () => {
  const title = "שלום עולם!";
  await web.postagram.post("דנה", title, "ערב טוב.");
  titles.unshift(title);
  const reader = await web.visit();
  const card = reader.cards(title);
  const direction = (element: Element) => getComputedStyle(element).direction;
  expect(await card.getByRole("heading", { level: 2 }).evaluate(direction)).toBe("rtl");
  expect(await card.getByText("ערב טוב.").evaluate(direction)).toBe("rtl");
  expect(await card.getByText("דנה", { exact: true }).evaluate(direction)).toBe("rtl");
  expect(await reader.cards("Chelsea").getByRole("heading", { level: 2 }).evaluate(direction)).toBe("ltr");
});

it("gives each post a page with an address of its own", async () => {
  const reader = await web.visit();
  await reader.cards("Chelsea").getByRole("link", { name: "Chelsea", exact: true }).click();
  await reader.page.waitForURL(`**/post/${bare(chelsea)}`);
  await reader.page.reload();
  await reader.label("Chelsea", "Cat").waitFor();
  expect(await reader.titles()).toEqual(["Chelsea"]);
  expect(await reader.page.title()).toContain("Chelsea");
});

describe("says that there is nothing", () => {
  // The browser's own lines about the answers that the test asks for.
  const notFound = /^error: Failed to load resource: the server responded with a status of 404 \(Not Found\)/;

  it.each(["/nowhere", "/post"])("at %s", async (path) => {
    const reader = await web.visit({ path });
    reader.allow(notFound);
    await reader.page.getByRole("heading", { level: 1, name: reader.app("notFound.title") }).waitFor();
  });

  it("at the address of a post that was deleted", async () => {
    const reader = await web.visit({ path: "/post/01932c07-20a3-7cde-8f61-95a3a8a1c6b2" });
    reader.allow(notFound);
    await reader.page.getByRole("heading", { level: 1, name: reader.app("post.notFoundTitle") }).waitFor();
  });

  it("on the page of a user without posts", async () => {
    const reader = await web.visit({ path: "/user/nobody" });
    await reader.page.getByText(reader.app("user.emptyTitle", { user: "nobody" }), { exact: true }).waitFor();
  });
});
