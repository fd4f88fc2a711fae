import { createClock } from "../../webapp/src/feed/clock";

beforeEach(() => jest.useFakeTimers({ now: 0 }));
afterEach(() => jest.useRealTimers());

it("ticks for all who watch, until the last one has gone", () => {
  const clock = createClock(20_000);
  const seen: number[] = [];
  const ends = [1, 2].map(() => clock.subscribe(() => seen.push(clock.get())));
  jest.advanceTimersByTime(20_000);
  ends[0]?.();
  jest.advanceTimersByTime(20_000);
  ends[1]?.();
  expect(jest.getTimerCount()).toBe(0);
  expect(seen).toEqual([20_000, 20_000, 40_000]);
});

it("is right at once where nobody has watched for a while", () => {
  const clock = createClock(20_000);
  jest.advanceTimersByTime(600_000);
  const end = clock.subscribe(() => undefined);
  expect(clock.get()).toBe(600_000);
  end();
});
