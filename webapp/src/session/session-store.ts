import { createStore, type Store } from "../state/store";
import type { TextStorage } from "../state/text-storage";
import { checkUserName } from "./user-name";

/** Who is logged in, by name; `undefined` for nobody. */
export interface SessionStore extends Store<string | undefined> {
  /**
   * @param name is taken without the white space around it, which no header can carry.
   * @throws {RangeError} where that is no possible name.
   */
  logIn(name: string): void;
  logOut(): void;
}

export interface SessionOptions {
  readonly storage: TextStorage;
  /** The window, which tells of what other tabs did to the storage. */
  readonly events: Pick<EventTarget, "addEventListener">;
}

const KEY = "postagram.user";

export function createSession({ storage, events }: SessionOptions): SessionStore {
  const stored = () => {
    const name = storage.get(KEY);
    return name === undefined || checkUserName(name) !== undefined ? undefined : name;
  };
  const user = createStore(stored());
  events.addEventListener("storage", () => user.set(stored()));
  return {
    get: user.get,
    subscribe: user.subscribe,
    logIn(text) {
      const name = wellFormed(text.trim());
      const problem = checkUserName(name);
      if (problem !== undefined) throw new RangeError(`"${name}" is no possible user name: ${problem}.`);
      storage.set(KEY, name);
      user.set(name);
    },
    logOut() {
      storage.remove(KEY);
      user.set(undefined);
    },
  };
}

/** The text as the service will read it: halves of surrogate pairs become U+FFFD on the way. */
function wellFormed(text: string): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(new TextEncoder().encode(text));
}
