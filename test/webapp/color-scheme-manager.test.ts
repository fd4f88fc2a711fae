import { createTextStorage } from "../../webapp/src/state/text-storage";
import { createColorSchemeManager } from "../../webapp/src/theme/color-scheme-manager";
import { memoryTexts } from "./memory-storage";

const KEY = "postagram.color-scheme";

it("keeps the choice for the next visit", () => {
  const storage = memoryTexts();
  createColorSchemeManager(storage, new EventTarget()).set("dark");
  expect(storage.get(KEY)).toBe("dark");
  expect(createColorSchemeManager(storage, new EventTarget()).get("auto")).toBe("dark");
  storage.set(KEY, "pink");
  expect(createColorSchemeManager(storage, new EventTarget()).get("auto")).toBe("auto");
});

it("works for this visit, without a word, where the browser keeps nothing", () => {
  const warn = jest.spyOn(console, "warn");
  const forbidden = createTextStorage(() => {
    throw new DOMException("The operation is insecure.", "SecurityError");
  });
  const manager = createColorSchemeManager(forbidden, new EventTarget());
  expect(manager.get("auto")).toBe("auto");
  manager.set("dark");
  expect(manager.get("auto")).toBe("dark");
  expect(warn).not.toHaveBeenCalled();
});

it("follows the choice made in another tab, as long as it is asked to", () => {
  const storage = memoryTexts();
  const window = new EventTarget();
  const manager = createColorSchemeManager(storage, window);
  const seen: string[] = [];
  manager.subscribe((scheme) => seen.push(scheme));
  manager.set("light");
  storage.set(KEY, "dark");
  window.dispatchEvent(new Event("storage"));
  manager.unsubscribe();
  storage.set(KEY, "auto");
  window.dispatchEvent(new Event("storage"));
  expect(seen).toEqual(["dark"]);
});
