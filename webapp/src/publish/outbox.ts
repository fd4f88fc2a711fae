import { useMemo } from "react";
import { outbox, session } from "../services";
import { useStore } from "../state/store";
import type { Draft } from "./draft-store";
import type { OutboxEntry, OutboxOutcome } from "./outbox-store";

export type { OutboxEntry, OutboxOutcome };

/** Calls a listener with every entry that goes, and what became of it. @returns what ends that. */
export const { subscribeOutcomes } = outbox;

export interface Outbox {
  /** Posts on their way of whoever is logged in, oldest first. */
  entries: readonly OutboxEntry[];
  /** Sends a post, for as long as it takes, and clears the draft. @throws {Error} where nobody is logged in. */
  publish(draft: Draft): void;
  retry(key: string): void;
  /** Takes an entry out; its draft goes back into `useDraft` if that is empty. */
  cancel(key: string): void;
}

/** Posts that are on their way to the service, also over a reload. */
export function useOutbox(): Outbox {
  const user = useStore(session, (name) => name);
  const all = useStore(outbox, (entries) => entries);
  const entries = useMemo(() => all.filter((entry) => entry.user === user), [all, user]);
  return useMemo(() => ({ entries, publish: outbox.publish, retry: outbox.retry, cancel: outbox.cancel }), [entries]);
}
