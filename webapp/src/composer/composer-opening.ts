import { focusPageHeading } from "../shell/page-heading";
import { createStore, useStore } from "../state/store";

/** Whether a post is being written, and the picture that came in by drop or paste and is still to be looked at. */
interface ComposerOpening {
  readonly opened: boolean;
  readonly incoming?: File;
}

const opening = createStore<ComposerOpening>({ opened: false });
let opener: HTMLElement | undefined;

/** Opens the composer (the log-in first, where nobody is logged in), with a picture that was dropped or pasted. */
export function openComposer(incoming?: File): void {
  if (!opening.get().opened) {
    const focused = document.activeElement;
    opener = focused instanceof HTMLElement && focused !== document.body ? focused : undefined;
  }
  opening.set({ opened: true, ...(incoming && { incoming }) });
}

/** Closes it; the keyboard's focus goes back to what opened it, or else to `fallback`. */
export function closeComposer(fallback?: HTMLElement | null): void {
  opening.set({ opened: false });
  const target = opener?.isConnected ? opener : fallback;
  target?.focus({ preventScroll: true });
}

/** Closes it with the page that it was opened over; the focus goes to the page that came. */
export function leaveComposer(): void {
  opening.set({ opened: false });
  focusPageHeading();
}

/** The incoming picture was taken over. */
export function takeIncoming(): void {
  opening.set({ opened: opening.get().opened });
}

export function useComposerOpening(): ComposerOpening {
  return useStore(opening, (value) => value);
}
