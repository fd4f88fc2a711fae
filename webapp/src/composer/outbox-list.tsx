import type { JSX } from "react";
import { useOutbox } from "../publish/outbox";
import { lazyPart } from "../shell/lazy-part";

const LazyOutboxCards = lazyPart(async () => (await import("./outbox-cards")).OutboxCards);

/** Posts that are on their way to the service, as cards. Nothing while there are none. */
export function OutboxList(): JSX.Element | null {
  const outbox = useOutbox();
  if (outbox.entries.length === 0) return null;
  return <LazyOutboxCards props={{ outbox }} failed={() => null} />;
}
