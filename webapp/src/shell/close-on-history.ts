import { useEffect, useEffectEvent } from "react";

/**
 * Closes what lies over the page when one goes back or forward in the history: the page beneath has changed then.
 *
 * @param close has to leave the keyboard's focus to the page that came.
 */
export function useCloseOnHistory(opened: boolean, close: () => void): void {
  const onPopState = useEffectEvent(close);
  useEffect(() => {
    if (!opened) return;
    const listener = () => onPopState();
    addEventListener("popstate", listener);
    return () => removeEventListener("popstate", listener);
  }, [opened]);
}
