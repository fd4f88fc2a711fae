import { createSession } from "../../webapp/src/session/session-store";
import { createTextStorage, type TextStorage } from "../../webapp/src/state/text-storage";
import { memoryTexts } from "./memory-storage";

function newSession(storage: TextStorage = memoryTexts()) {
  const window = new EventTarget();
  return { storage, window, session: createSession({ storage, events: window }) };
}

it("keeps who is logged in over a reload, until they log out", () => {
  const { session, storage } = newSession();
  session.logIn("Loïc 🐈");
  expect(newSession(storage).session.get()).toBe("Loïc 🐈");
  session.logOut();
  expect(session.get()).toBeUndefined();
  expect(newSession(storage).session.get()).toBeUndefined();
});

it("follows what another tab does", () => {
  const here = newSession();
  const there = newSession(here.storage);
  const seen: unknown[] = [];
  here.session.subscribe(() => seen.push(here.session.get()));
  there.session.logIn("ada");
  here.window.dispatchEvent(new Event("storage"));
  there.session.logOut();
  here.window.dispatchEvent(new Event("storage"));
  here.window.dispatchEvent(new Event("storage"));
  expect(seen).toEqual(["ada", undefined]);
});

it("drops white space around a name, which no header could carry", () => {
  const { session } = newSession();
  session.logIn("  ada\u00a0");
  expect(session.get()).toBe("ada");
});

it("takes a name as the service will read it", () => {
  const { session } = newSession();
  session.logIn("a\ud83d");
  expect(session.get()).toBe("a\ufffd");
});

it.each(["", "   ", "a/b", "x".repeat(65)])("refuses %j, and whoever was logged in stays so", (name) => {
  const { session } = newSession();
  session.logIn("ada");
  expect(() => session.logIn(name)).toThrow(RangeError);
  expect(session.get()).toBe("ada");
});

it("logs nobody in by what is no name in the storage", () => {
  const storage = memoryTexts();
  storage.set("postagram.user", "a/b");
  expect(newSession(storage).session.get()).toBeUndefined();
});

it("works where the browser forbids its storage", () => {
  const forbidden = createTextStorage(() => {
    throw new DOMException("The operation is insecure.", "SecurityError");
  });
  const { session } = newSession(forbidden);
  session.logIn("ada");
  expect(session.get()).toBe("ada");
  expect(newSession(forbidden).session.get()).toBe("ada");
  session.logOut();
  expect(newSession(forbidden).session.get()).toBeUndefined();
});
