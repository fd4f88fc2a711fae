import { type RefObject, useLayoutEffect, useRef } from "react";

/**
 * Keeps the keyboard's focus with the post when a part of it goes that had the focus, as a button does with the state it
 * belongs to; otherwise the browser would put it at the top of the page.
 *
 * @returns what to give the part as `ref`
 */
export function useFocusStays<Part extends HTMLElement>(): RefObject<Part | null> {
  const part = useRef<Part>(null);
  useLayoutEffect(() => {
    const element = part.current;
    const post = element?.closest("article");
    return () => {
      if (element?.contains(document.activeElement)) post?.focus({ preventScroll: true });
    };
  }, []);
  return part;
}
