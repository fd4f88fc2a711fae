import { randomId } from "./random-id";
import { isRecord } from "./text-storage";

/** What this tab does and others leave to it, by name. */
export interface TabClaims {
  /** Takes a thing that this tab has begun itself. */
  hold(name: string): void;
  /** Takes a thing unless another tab has it. @returns whether it is this tab's now. */
  claim(name: string): Promise<boolean>;
  release(name: string): void;
}

/** What of a BroadcastChannel is needed. */
export type TabChannel = Pick<BroadcastChannel, "postMessage" | "addEventListener">;

/** How long a tab has for its answer, in milliseconds. */
const PATIENCE = 500;

/**
 * Settles between tabs who does what, by asking: a tab that is closed no longer answers, and then what it did is free.
 * (Web Locks would do, but are not to be had on a plain HTTP origin.)
 *
 * @param open opens a channel to the other tabs; where it throws, this tab takes itself for the only one.
 */
export function createTabClaims(open: () => TabChannel, patience = PATIENCE): TabClaims {
  const tab = randomId();
  const held = new Set<string>();
  /** Names that are being asked for: what comes of it, and who is to be told that another tab has them. */
  const asked = new Map<string, { readonly isFree: Promise<boolean>; readonly taken: () => void }>();
  const channel = openOrNone(open);

  channel?.addEventListener("message", ({ data }) => {
    if (!isRecord(data) || typeof data.name !== "string" || typeof data.from !== "string") return;
    const { name, from, to } = data;
    if (to === tab) asked.get(name)?.taken();
    // Of two tabs that ask at once, one has to give way.
    else if (to === undefined && (held.has(name) || (asked.has(name) && tab < from)))
      channel.postMessage({ name, from: tab, to: from });
  });

  const ask = (name: string): Promise<boolean> => {
    if (channel === undefined) return Promise.resolve(true);
    let taken = () => {};
    const isFree = new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(true), patience);
      taken = () => {
        clearTimeout(timer);
        resolve(false);
      };
    }).finally(() => asked.delete(name));
    asked.set(name, { isFree, taken });
    channel.postMessage({ name, from: tab });
    return isFree;
  };

  return {
    hold: (name) => void held.add(name),
    async claim(name) {
      const isFree = held.has(name) || (await (asked.get(name)?.isFree ?? ask(name)));
      if (isFree) held.add(name);
      return isFree;
    },
    release: (name) => void held.delete(name),
  };
}

function openOrNone(open: () => TabChannel): TabChannel | undefined {
  try {
    return open();
  } catch {
    return undefined;
  }
}
