import { createDrafts } from "../../webapp/src/publish/draft-store";
import { until } from "./app-parts";
import { memoryRecords, memoryTexts, noRecords } from "./memory-storage";

const picture = new File(["x"], "x.png", { type: "image/png" });

it("keeps what is being written over a reload, with its picture, until it is cleared", async () => {
  const storages = { texts: memoryTexts(), records: memoryRecords() };
  const before = createDrafts(storages);
  before.change({ title: "A title" });
  before.change({ text: "A text" });
  before.change({ picture });

  const after = createDrafts(storages);
  expect(after.get()).toEqual({ title: "A title", text: "A text" });
  await until(after, (draft) => draft.picture === picture);

  after.clear();
  const empty = createDrafts(storages);
  await storages.records.list("");
  expect(empty.get()).toEqual({ title: "", text: "" });
  expect(storages.records.keys()).toEqual([]);
});

it("does not bring a picture back that was discarded before it was read", async () => {
  const records = memoryRecords();
  createDrafts({ texts: memoryTexts(), records }).change({ picture });
  const drafts = createDrafts({ texts: memoryTexts(), records });
  drafts.change({ picture: undefined });
  await records.list("");
  expect(drafts.get().picture).toBeUndefined();
});

it("goes on where nothing can be kept", () => {
  const drafts = createDrafts({ texts: memoryTexts(), records: noRecords });
  drafts.change({ picture, title: "A title" });
  expect(drafts.get()).toEqual({ title: "A title", text: "", picture });
});

it.each(["null", "[]", '"text"', '{"title":1,"text":"x"}', "{"])("begins empty where %s was kept", (kept) => {
  const texts = memoryTexts();
  texts.set("postagram.draft", kept);
  expect(createDrafts({ texts, records: noRecords }).get()).toEqual({ title: "", text: "" });
});
