import { useSyncExternalStore } from "react";

/** A value that changes, and that others can watch. */
export interface Store<T> {
  get(): T;
  /** Calls `listener` after every change. @returns what ends that. */
  subscribe(listener: () => void): () => void;
}

/** A store that whoever holds it can change. */
export interface WritableStore<T> extends Store<T> {
  /** Puts another value there; nothing happens where it is the same. */
  set(value: T): void;
}

export function createStore<T>(initial: T): WritableStore<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/**
 * What `select` takes from a store, kept current.
 *
 * @param select has to give the same object as long as nothing changed that it is about.
 */
export function useStore<T, S>(store: Store<T>, select: (value: T) => S): S {
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}
