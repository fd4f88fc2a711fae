import type { RecordStorage } from "../state/record-storage";
import { createStore, type Store } from "../state/store";
import { isRecord, parseJson, type TextStorage } from "../state/text-storage";

/** A post that is being written. */
export interface Draft {
  title: string;
  text: string;
  picture?: File | undefined;
}

export interface DraftStore extends Store<Draft> {
  change(change: Partial<Draft>): void;
  clear(): void;
  /** Takes a draft back, unless another one is being written. @returns whether it did. */
  giveBack(draft: Draft): boolean;
}

export interface DraftOptions {
  readonly texts: TextStorage;
  readonly records: RecordStorage;
}

const TEXT_KEY = "postagram.draft";
const PICTURE_KEY = "draft/picture";
const EMPTY: Draft = { title: "", text: "" };

/** What is being written, kept until it is sent or discarded, also over a reload. */
export function createDrafts({ texts, records }: DraftOptions): DraftStore {
  const store = createStore<Draft>({ ...EMPTY, ...storedText(texts.get(TEXT_KEY)) });
  /** Whether the picture was chosen or discarded since the page was loaded, so that the kept one no longer counts. */
  let isPictureDecided = false;

  void records.list(PICTURE_KEY).then(([found]) => {
    const picture = found?.[1];
    if (!isPictureDecided && picture instanceof File) store.set({ ...store.get(), picture });
  });

  const change = (change: Partial<Draft>) => {
    const draft = { ...store.get(), ...change };
    store.set(draft);
    const { title, text, picture } = draft;
    if (title === "" && text === "") texts.remove(TEXT_KEY);
    else texts.set(TEXT_KEY, JSON.stringify({ title, text }));
    if (!("picture" in change)) return;
    isPictureDecided = true;
    void (picture === undefined ? records.remove(PICTURE_KEY) : records.set(PICTURE_KEY, picture));
  };

  return {
    get: store.get,
    subscribe: store.subscribe,
    change,
    clear: () => change({ ...EMPTY, picture: undefined }),
    giveBack(draft) {
      if (!isEmpty(store.get())) return false;
      change({ title: draft.title, text: draft.text, picture: draft.picture });
      return true;
    },
  };
}

function isEmpty({ title, text, picture }: Draft): boolean {
  return title.trim() === "" && text.trim() === "" && picture === undefined;
}

function storedText(stored: string | undefined): Partial<Draft> {
  const draft = parseJson(stored);
  if (!isRecord(draft)) return {};
  const { title, text } = draft;
  return typeof title === "string" && typeof text === "string" ? { title, text } : {};
}
