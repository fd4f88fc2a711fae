import { createTabClaims, type TabClaims } from "../../webapp/src/state/tab-claims";

const channels: BroadcastChannel[] = [];
afterEach(() => {
  for (const channel of channels.splice(0)) channel.close();
});

/** A tab, and what closes it. */
function openTab(): TabClaims & { close(): void } {
  const channel = new BroadcastChannel("tab-claims.test");
  channels.push(channel);
  return { ...createTabClaims(() => channel), close: () => channel.close() };
}

it("gives a thing to a tab that no other has, and keeps it from the others until it is released", async () => {
  const [one, other] = [openTab(), openTab()];
  expect(await one.claim("thing")).toBe(true);
  expect(await other.claim("thing")).toBe(false);
  expect(await other.claim("another thing")).toBe(true);
  expect(await one.claim("thing")).toBe(true);
  one.release("thing");
  expect(await other.claim("thing")).toBe(true);
});

it("gives a thing to one of the tabs that ask at once", async () => {
  const tabs = Array.from({ length: 5 }, openTab);
  const claims = await Promise.all(tabs.map((tab) => tab.claim("thing")));
  expect(claims.filter((isMine) => isMine)).toHaveLength(1);
});

it("gives a tab that asks twice at once one answer", async () => {
  const [one, other] = [openTab(), openTab()];
  one.hold("thing");
  expect(await Promise.all([other.claim("thing"), other.claim("thing")])).toEqual([false, false]);
  expect(await Promise.all([other.claim("free"), other.claim("free")])).toEqual([true, true]);
});

it("frees what a tab had that is closed", async () => {
  const [one, other] = [openTab(), openTab()];
  one.hold("thing");
  one.close();
  expect(await other.claim("thing")).toBe(true);
});

it("is alone where there is no channel", async () => {
  const claims = createTabClaims(() => {
    throw new Error("BroadcastChannel is not defined");
  });
  expect(await claims.claim("thing")).toBe(true);
});
