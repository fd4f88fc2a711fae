import type { ApiError } from "../api/api-error";
import { createStore, type Store } from "../state/store";

/** `offline`: the browser says so; `unreachable`: the service does not answer, or says that it cannot serve. */
export type ConnectionState = "online" | "offline" | "unreachable";

export interface ConnectionStore extends Store<ConnectionState> {
  /** A call was answered. */
  answered(): void;
  /** A call was not answered, or with the word that the service cannot be had just now. */
  failed(error: ApiError): void;
  /** Asks the service at once. @returns whether it answers. */
  check(): Promise<boolean>;
}

export interface ConnectionOptions {
  /** Asks the service for a sign of life; with `storage`, whether its storage answers too. */
  readonly probe: (storage: boolean) => Promise<void>;
  readonly browser: {
    readonly isOnline: () => boolean;
    /** The window, which says `online` and `offline`. */
    readonly events: Pick<EventTarget, "addEventListener">;
  };
  /** Shortest and longest time between two probes, in milliseconds. @default 1000 and 15000 */
  readonly wait?: { readonly shortest: number; readonly longest: number };
}

/** An outage so long after the one before is a new one. */
const CALM_MILLISECONDS = 60_000;

/**
 * Knows whether the service can be had, from what becomes of the app's calls, and while it cannot, asks for it at
 * growing intervals.
 */
export function createConnection(options: ConnectionOptions): ConnectionStore {
  const { probe, browser, wait = { shortest: 1000, longest: 15_000 } } = options;
  const state = createStore<ConnectionState>(browser.isOnline() ? "online" : "offline");
  let timer: ReturnType<typeof setTimeout> | undefined;
  let probing: Promise<boolean> | undefined;
  let pause = wait.shortest;
  let lastFailure = Number.NEGATIVE_INFINITY;
  /** Whether the service itself answered that it cannot serve, as it does while its storage is away. */
  let storageIsAway = false;

  const away = () => state.set(browser.isOnline() ? "unreachable" : "offline");

  /** @param atLeast milliseconds that the service wants to be left alone. */
  const probeLater = (atLeast = 0) => {
    if (timer !== undefined || probing !== undefined) return;
    // Some disorder keeps the browsers that lost one service from coming back to it all at once.
    const milliseconds = Math.min(wait.longest, Math.max(pause, atLeast)) * (0.8 + 0.4 * Math.random());
    pause = Math.min(wait.longest, pause * 2);
    timer = setTimeout(() => void check(), milliseconds);
  };

  const check = (): Promise<boolean> => {
    clearTimeout(timer);
    timer = undefined;
    probing ??= probe(storageIsAway).then(
      () => {
        probing = undefined;
        // The pause stays as long as it grew: a probe that succeeds does not mean that calls will.
        state.set("online");
        return true;
      },
      () => {
        probing = undefined;
        away();
        probeLater();
        return false;
      },
    );
    return probing;
  };

  // A question that was on its way may still have failed for want of a network.
  browser.events.addEventListener("online", () => void check().then((isThere) => isThere || check()));
  browser.events.addEventListener("offline", () => {
    away();
    probeLater();
  });
  // The service may be on this very machine, and answer though there is no network.
  if (state.get() !== "online") void check();

  return {
    get: state.get,
    subscribe: state.subscribe,
    answered() {
      clearTimeout(timer);
      timer = undefined;
      pause = wait.shortest;
      state.set("online");
    },
    failed(error) {
      if (Date.now() - lastFailure > CALM_MILLISECONDS) pause = wait.shortest;
      lastFailure = Date.now();
      storageIsAway = error.status === 503;
      away();
      probeLater(1000 * (error.retryAfter ?? 0));
    },
    check,
  };
}
