import { isRecord, parseJson, type TextStorage } from "../state/text-storage";

const KEY = "postagram.deletions";
/** What could not be deleted in so many milliseconds is given up. */
const EXPIRED = 7 * 24 * 3600_000;

interface KeptDeletion {
  caller: string;
  /** When it was sent first, in epoch milliseconds. */
  since: number;
}

/** Deletions that were sent and not answered yet, by the bare id of the post; kept over a reload, seen by all tabs. */
export function deletionRecords(texts: TextStorage) {
  const read = (): Record<string, KeptDeletion> => {
    const stored = parseJson(texts.get(KEY));
    const all = isRecord(stored) ? Object.entries(stored) : [];
    return Object.fromEntries(
      all.flatMap(([id, deletion]) =>
        isKeptDeletion(deletion) && Date.now() - deletion.since < EXPIRED ? [[id, deletion]] : [],
      ),
    );
  };
  const write = (all: Record<string, KeptDeletion>) => {
    if (Object.keys(all).length === 0) texts.remove(KEY);
    else texts.set(KEY, JSON.stringify(all));
  };
  return {
    /** Each post's id, and who asked for its deletion. */
    list: (): [id: string, caller: string][] => Object.entries(read()).map(([id, { caller }]) => [id, caller]),
    has: (id: string): boolean => id in read(),
    keep(id: string, caller: string): void {
      const all = read();
      all[id] ??= { caller, since: Date.now() };
      write(all);
    },
    remove(id: string): void {
      const { [id]: _, ...rest } = read();
      write(rest);
    },
  };
}

function isKeptDeletion(deletion: unknown): deletion is KeptDeletion {
  return isRecord(deletion) && typeof deletion.caller === "string" && typeof deletion.since === "number";
}
