/** Short texts by name, kept as well as the browser lets us. */
export interface TextStorage {
  get(name: string): string | undefined;
  set(name: string, text: string): void;
  remove(name: string): void;
}

/**
 * The browser's storage, which may be forbidden (its very getter throws then) or full: what it does not take is kept in
 * memory as long as the page lives.
 */
export function createTextStorage(open: () => Pick<Storage, "getItem" | "setItem" | "removeItem">): TextStorage {
  /** What the browser did not take; `undefined` for what it would not remove. */
  const memory = new Map<string, string | undefined>();
  const attempt = (name: string, text: string | undefined) => {
    try {
      if (text === undefined) open().removeItem(name);
      else open().setItem(name, text);
      memory.delete(name);
    } catch {
      memory.set(name, text);
    }
  };
  return {
    get(name) {
      if (memory.has(name)) return memory.get(name);
      try {
        return open().getItem(name) ?? undefined;
      } catch {
        return undefined;
      }
    },
    set: attempt,
    remove: (name) => attempt(name, undefined),
  };
}

/** A text read as JSON, or `undefined` where it is none. */
export function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a value that was read from a storage is an object, whose fields have to be looked at yet. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
