import { isMantineColorScheme, type MantineColorSchemeManager } from "@mantine/core";
import type { TextStorage } from "../state/text-storage";

/** `public/before-start.js` reads it too, before the first paint. */
const KEY = "postagram.color-scheme";

/**
 * Keeps the chosen colour scheme, and follows the choice made in other tabs. Unlike the library's own it works, and does
 * not complain, where the browser keeps nothing.
 *
 * @param events the window, which tells of what other tabs did to the storage.
 */
export function createColorSchemeManager(
  storage: TextStorage,
  events: Pick<EventTarget, "addEventListener" | "removeEventListener">,
): MantineColorSchemeManager {
  const stored = () => {
    const scheme = storage.get(KEY);
    return isMantineColorScheme(scheme) ? scheme : undefined;
  };
  let end = () => {};
  return {
    get: (otherwise) => stored() ?? otherwise,
    set: (scheme) => storage.set(KEY, scheme),
    subscribe(onUpdate) {
      const follow = () => {
        const scheme = stored();
        if (scheme !== undefined) onUpdate(scheme);
      };
      events.addEventListener("storage", follow);
      end = () => events.removeEventListener("storage", follow);
    },
    unsubscribe: () => end(),
    clear: () => storage.remove(KEY),
  };
}
