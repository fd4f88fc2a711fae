import { createDrafts } from "../../webapp/src/publish/draft-store";
import { createSession } from "../../webapp/src/session/session-store";
import type { RecordStorage } from "../../webapp/src/state/record-storage";
import { until } from "./app-parts";
import { memoryRecords, memoryTexts, noRecords } from "./memory-storage";

interface Browser {
  readonly texts: ReturnType<typeof memoryTexts>;
  readonly records: RecordStorage;
}

function newBrowser() {
  return { texts: memoryTexts(), records: memoryRecords() };
}

/** Drafts as one tab of a browser has them. */
function openTab({ texts, records }: Browser, user?: string, tab = memoryTexts()) {
  const session = createSession({ storage: memoryTexts(), events: new EventTarget() });
  if (user !== undefined) session.logIn(user);
  return { session, tab, drafts: createDrafts({ texts, tab, records, session }) };
}

const picture = new File(["x"], "x.png", { type: "image/png" });

it("keeps what is being written for other pages, with its picture, until it is cleared", async () => {
  const browser = newBrowser();
  const { drafts: before } = openTab(browser, "ada");
  before.change({ title: "A title" });
  before.change({ text: "A text" });
  before.change({ picture });

  const { drafts: after } = openTab(browser, "ada");
  expect(after.get()).toEqual({ title: "A title", text: "A text" });
  await until(after, (draft) => draft.picture === picture);

  after.clear();
  const { drafts: empty } = openTab(browser, "ada");
  expect(empty.get()).toEqual({ title: "", text: "" });
  expect(browser.records.keys()).toEqual([]);
});

it("does not bring a picture back that was discarded before it was read", async () => {
  const browser = newBrowser();
  openTab(browser).drafts.change({ picture });
  const { drafts } = openTab(browser);
  drafts.change({ picture: undefined });
  await browser.records.list("");
  expect(drafts.get().picture).toBeUndefined();
});

it("shows nobody what another has written", async () => {
  const browser = newBrowser();
  const { drafts, session } = openTab(browser, "ada");
  drafts.change({ title: "Ada's", picture });
  session.logOut();
  expect(drafts.get()).toEqual({ title: "", text: "" });
  session.logIn("bob");
  expect(drafts.get()).toEqual({ title: "", text: "" });
  drafts.change({ title: "Bob's" });
  session.logIn("ada");
  expect(drafts.get().title).toBe("Ada's");
  await until(drafts, (draft) => draft.picture === picture);
  session.logIn("bob");
  await browser.records.list("");
  expect(drafts.get()).toEqual({ title: "Bob's", text: "" });
});

it("gives what was written while nobody was logged in to whoever logs in next, and to nobody else", async () => {
  const { drafts, session } = openTab(newBrowser());
  drafts.change({ title: "Whose?", picture });
  session.logIn("ada");
  expect(drafts.get().title).toBe("Whose?");
  await until(drafts, (draft) => draft.picture === picture);
  session.logIn("bob");
  expect(drafts.get()).toEqual({ title: "", text: "" });
  session.logIn("ada");
  expect(drafts.get().title).toBe("Whose?");
});

it("overwrites no draft by one that was written while nobody was logged in", () => {
  const { drafts, session } = openTab(newBrowser(), "ada");
  drafts.change({ title: "Ada's" });
  session.logOut();
  drafts.change({ title: "Nobody's" });
  session.logIn("ada");
  expect(drafts.get().title).toBe("Ada's");
  session.logOut();
  expect(drafts.get().title).toBe("Nobody's");
});

describe("two tabs", () => {
  it("each keep their own draft over a reload, whoever wrote last", async () => {
    const browser = newBrowser();
    const [one, other] = [openTab(browser, "ada"), openTab(browser, "ada")];
    const second = new File(["y"], "y.png", { type: "image/png" });
    one.drafts.change({ title: "One", picture });
    other.drafts.change({ title: "Other", picture: second });
    const [oneAgain, otherAgain] = [openTab(browser, "ada", one.tab), openTab(browser, "ada", other.tab)];
    expect([oneAgain, otherAgain].map(({ drafts }) => drafts.get().title)).toEqual(["One", "Other"]);
    await until(oneAgain.drafts, (draft) => draft.picture === picture);
    await until(otherAgain.drafts, (draft) => draft.picture === second);
  });

  it("do not clear each other's draft", async () => {
    const browser = newBrowser();
    const [one, other] = [openTab(browser, "ada"), openTab(browser, "ada")];
    one.drafts.change({ title: "One", picture });
    other.drafts.change({ title: "Other", picture });
    one.drafts.clear();
    const { drafts } = openTab(browser, "ada");
    expect(drafts.get().title).toBe("Other");
    await until(drafts, (draft) => draft.picture === picture);
  });

  it("part where both go on with the same draft", async () => {
    const browser = newBrowser();
    const one = openTab(browser, "ada");
    one.drafts.change({ title: "Begun", picture });
    const other = openTab(browser, "ada");
    other.drafts.change({ title: "Taken further" });
    await until(other.drafts, (draft) => draft.picture === picture);
    one.drafts.clear();
    const again = openTab(browser, "ada", other.tab);
    expect(again.drafts.get().title).toBe("Taken further");
    await until(again.drafts, (draft) => draft.picture === picture);
  });
});

it("goes on where nothing can be kept", () => {
  const { drafts } = openTab({ texts: memoryTexts(), records: noRecords });
  drafts.change({ picture, title: "A title" });
  expect(drafts.get()).toEqual({ title: "A title", text: "", picture });
});

it.each(["null", "[]", '"text"', '{"id":"1","title":1,"text":"x"}', "{"])("begins empty where %s was kept", (kept) => {
  const texts = memoryTexts();
  texts.set("postagram.draft/ada", kept);
  expect(openTab({ texts, records: noRecords }, "ada").drafts.get()).toEqual({ title: "", text: "" });
});

it("lets go of pictures that nobody came back for", async () => {
  const { texts, records } = newBrowser();
  await records.set("draft/old", { file: picture, since: Date.now() - 31 * 24 * 3600_000 });
  await records.set("draft/new", { file: picture, since: Date.now() });
  openTab({ texts, records });
  await records.list("");
  expect(records.keys()).toEqual(["draft/new"]);
});
