import { useMemo } from "react";
import { drafts } from "../services";
import { useStore } from "../state/store";
import { type Draft, isEmpty } from "./draft-store";

export { type Draft, isEmpty };

/** What is being written, kept until it is sent or discarded, also over a reload. */
export function useDraft(): { draft: Draft; setDraft(change: Partial<Draft>): void; clearDraft(): void } {
  const draft = useStore(drafts, (value) => value);
  return useMemo(() => ({ draft, setDraft: drafts.change, clearDraft: drafts.clear }), [draft]);
}
