import { VisuallyHidden } from "@mantine/core";
import { type ReactElement, useSyncExternalStore } from "react";

let announcement = { text: "", count: 0 };
const listeners = new Set<() => void>();

/** Has a screen reader say something that otherwise is only seen. */
export function announce(text: string): void {
  announcement = { text, count: announcement.count + 1 };
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Where `announce` speaks; once a page. */
export function Announcer(): ReactElement {
  const { text, count } = useSyncExternalStore(subscribe, () => announcement);
  return (
    <VisuallyHidden role="status">
      {/* Another element each time: the same words twice are said twice. */}
      <span key={count}>{text}</span>
    </VisuallyHidden>
  );
}
