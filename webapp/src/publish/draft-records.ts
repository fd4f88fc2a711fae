import { randomId } from "../state/random-id";
import type { RecordStorage } from "../state/record-storage";
import { isRecord, parseJson, type TextStorage } from "../state/text-storage";

export interface DraftRecordsOptions {
  readonly texts: TextStorage;
  /** What belongs to this tab and lives over a reload. */
  readonly tab: TextStorage;
  readonly records: RecordStorage;
}

/** What is kept of a draft beside its picture. */
export interface KeptDraft {
  /** By which a tab knows its own draft from another's. */
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly hasPicture: boolean;
}

const KEY = "postagram.draft";
const PICTURES = "draft/";
/** What nobody came back for in so many milliseconds is given up. */
const EXPIRED = 30 * 24 * 3600_000;

/**
 * Drafts by user, `undefined` for nobody. Each tab keeps its own over a reload; the one written last is there for tabs
 * that have none.
 */
export function draftRecords({ texts, tab, records }: DraftRecordsOptions) {
  const keyOf = (user: string | undefined) => (user === undefined ? KEY : `${KEY}/${user}`);
  const find = (user: string | undefined): { draft: KeptDraft; isOwn: boolean } | undefined => {
    const own = keptDraft(tab.get(keyOf(user)));
    const draft = own ?? keptDraft(texts.get(keyOf(user)));
    return draft && { draft, isOwn: own !== undefined };
  };
  const keep = (user: string | undefined, draft: KeptDraft) => {
    const text = JSON.stringify(draft);
    tab.set(keyOf(user), text);
    texts.set(keyOf(user), text);
  };
  const removeText = (user: string | undefined, id: string) => {
    const key = keyOf(user);
    tab.remove(key);
    const shared = keptDraft(texts.get(key));
    // What another tab writes stays.
    if (shared === undefined || shared.id === id) texts.remove(key);
  };

  void records.list(PICTURES).then((pictures) => {
    for (const [key, picture] of pictures) {
      if (!isKeptPicture(picture) || Date.now() - picture.since > EXPIRED) void records.remove(key);
    }
  });

  return {
    /** The draft of a user, and whether it is this tab's own. What nobody owns goes to a user who has none. */
    load(user: string | undefined): { draft: KeptDraft; isOwn: boolean } {
      const found = find(user);
      if (found !== undefined) return found;
      const orphan = user === undefined ? undefined : find(undefined);
      if (orphan === undefined) return { draft: emptyDraft(), isOwn: true };
      removeText(undefined, orphan.draft.id);
      keep(user, orphan.draft);
      return { ...orphan, isOwn: true };
    },
    async picture(id: string): Promise<File | undefined> {
      const record = (await records.read(PICTURES + id))?.record;
      return isKeptPicture(record) ? record.file : undefined;
    },
    keep,
    removeText,
    setPicture: (id: string, file: File | undefined) =>
      file === undefined
        ? records.remove(PICTURES + id)
        : records.set(PICTURES + id, { file, since: Date.now() } satisfies KeptPicture),
  };
}

/** A draft with nothing in it yet. */
export function emptyDraft(): KeptDraft {
  return { id: randomId(), title: "", text: "", hasPicture: false };
}

interface KeptPicture {
  file: File;
  /** When it was chosen, in epoch milliseconds. */
  since: number;
}

function isKeptPicture(record: unknown): record is KeptPicture {
  return isRecord(record) && record.file instanceof File && typeof record.since === "number";
}

function keptDraft(stored: string | undefined): KeptDraft | undefined {
  const draft = parseJson(stored);
  if (!isRecord(draft)) return undefined;
  const { id, title, text, hasPicture } = draft;
  if (typeof id !== "string" || typeof title !== "string" || typeof text !== "string") return undefined;
  return { id, title, text, hasPicture: hasPicture === true };
}
