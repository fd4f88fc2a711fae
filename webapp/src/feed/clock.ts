import { createStore, type Store } from "../state/store";

/**
 * The time now, in epoch milliseconds, as it was at the last tick. It ticks only while somebody watches, and at once when
 * the first one begins to.
 *
 * @param interval between two ticks, in milliseconds.
 */
export function createClock(interval: number): Store<number> {
  const now = createStore(Date.now());
  const tick = () => now.set(Date.now());
  let watchers = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  return {
    get: now.get,
    subscribe(listener) {
      watchers += 1;
      if (watchers === 1) {
        tick();
        timer = setInterval(tick, interval);
      }
      const unsubscribe = now.subscribe(listener);
      return () => {
        unsubscribe();
        watchers -= 1;
        if (watchers === 0) clearInterval(timer);
      };
    },
  };
}
