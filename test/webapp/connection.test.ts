import { ApiError } from "../../webapp/src/api/api-error";
import { type ConnectionState, createConnection } from "../../webapp/src/connection/connection-store";
import { eventually } from "../postagram";

/** A connection to a service that is there or not, in a browser that has a network or not. */
function newConnection({ isThere = true, hasNetwork = true } = {}) {
  const world = { isThere, hasNetwork, probes: [] as boolean[] };
  const window = new EventTarget();
  const connection = createConnection({
    async probe(storage) {
      world.probes.push(storage);
      if (!world.isThere) throw new ApiError(0);
    },
    browser: { isOnline: () => world.hasNetwork, events: window },
    wait: { shortest: 5, longest: 20 },
  });
  const states: ConnectionState[] = [connection.get()];
  connection.subscribe(() => states.push(connection.get()));
  return { world, window, connection, states };
}

it("asks nothing of the service while calls are answered", () => {
  const { world, connection, states } = newConnection();
  connection.answered();
  expect(states).toEqual(["online"]);
  expect(world.probes).toEqual([]);
});

it("asks for the service once a call failed, until it answers", async () => {
  const { world, connection, states } = newConnection();
  world.isThere = false;
  connection.failed(new ApiError(0));
  expect(connection.get()).toBe("unreachable");
  await eventually(async () => (world.probes.length > 3 ? true : undefined));
  world.isThere = true;
  await eventually(async () => (connection.get() === "online" ? true : undefined));
  expect(states).toEqual(["online", "unreachable", "online"]);
  expect(new Set(world.probes)).toEqual(new Set([false]));
});

it("asks whether the storage is there too where the service said that it cannot serve", async () => {
  const { world, connection } = newConnection();
  connection.failed(new ApiError(503));
  await eventually(async () => (connection.get() === "online" ? true : undefined));
  expect(world.probes).toEqual([true]);
});

it("says offline where the browser does, also when it says so later", async () => {
  const { world, window, connection, states } = newConnection({ isThere: false, hasNetwork: false });
  expect(await connection.check()).toBe(false);
  expect(connection.get()).toBe("offline");
  world.hasNetwork = true;
  world.isThere = true;
  window.dispatchEvent(new Event("online"));
  await eventually(async () => (connection.get() === "online" ? true : undefined));
  world.hasNetwork = false;
  world.isThere = false;
  window.dispatchEvent(new Event("offline"));
  expect(states).toEqual(["offline", "online", "offline"]);
  world.isThere = true;
  expect(await connection.check()).toBe(true);
});

it("is online without a network where the service is on this very machine", async () => {
  const { connection } = newConnection({ hasNetwork: false });
  await eventually(async () => (connection.get() === "online" ? true : undefined));
});

it("asks at once when it is told to, and one question at a time", async () => {
  const { world, connection } = newConnection();
  const answers = await Promise.all([connection.check(), connection.check()]);
  expect(answers).toEqual([true, true]);
  expect(world.probes).toHaveLength(1);
  world.isThere = false;
  expect(await connection.check()).toBe(false);
  expect(connection.get()).toBe("unreachable");
  connection.answered();
  expect(connection.get()).toBe("online");
});

it("leaves alone a service that asks for it", async () => {
  const { world, connection } = newConnection();
  const failed = Date.now();
  connection.failed(new ApiError(503, { retryAfter: 1 }));
  await eventually(async () => (world.probes.length > 0 ? true : undefined));
  // No longer than the longest pause, which is 20 ms here.
  expect(Date.now() - failed).toBeGreaterThanOrEqual(15);
});
