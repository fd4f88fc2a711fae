import { createTextStorage, parseJson } from "../../webapp/src/state/text-storage";

/** A storage that is full, but for what is in it. */
function fullStorage(texts: Map<string, string>) {
  return {
    getItem: (name: string) => texts.get(name) ?? null,
    setItem() {
      throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
    },
    removeItem: (name: string) => void texts.delete(name),
  };
}

it("gives back what the browser would not take, as long as the page lives", () => {
  const texts = new Map([["old", "1"]]);
  const storage = createTextStorage(() => fullStorage(texts));
  storage.set("old", "2");
  storage.set("new", "3");
  expect([storage.get("old"), storage.get("new")]).toEqual(["2", "3"]);
  storage.remove("old");
  expect(storage.get("old")).toBeUndefined();
  expect(texts.has("old")).toBe(false);
});

it("reads what is no JSON as nothing", () => {
  expect(parseJson("{")).toBeUndefined();
  expect(parseJson(undefined)).toBeUndefined();
  expect(parseJson('{"a":1}')).toEqual({ a: 1 });
});
