import { lazyPart } from "../shell/lazy-part";

const load = async () => (await import("./login-dialog")).LoginDialog;

/** The log-in dialog, fetched when it is first wanted. */
export const loginDialog = {
  Lazy: lazyPart(load),
  /** Fetches it ahead. A failure is left to the opening, which can be repeated. */
  preload: (): void => {
    load().catch(() => undefined);
  },
};
