import type { SessionStore } from "../session/session-store";
import { createStore, type Store } from "../state/store";
import { type DraftRecordsOptions, draftRecords, emptyDraft, type KeptDraft } from "./draft-records";

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

export interface DraftOptions extends DraftRecordsOptions {
  readonly session: SessionStore;
}

const EMPTY: Draft = { title: "", text: "" };

/**
 * What whoever is logged in writes, kept until it is sent or discarded, also over a reload. What is written while nobody
 * is logged in goes to whoever logs in next and has no draft.
 */
export function createDrafts({ session, ...storages }: DraftOptions): DraftStore {
  const kept = draftRecords(storages);
  const store = createStore<Draft>(EMPTY);
  let user: string | undefined;
  let id = "";
  /** Whether the draft is this tab's own, and not one that another tab may write on. */
  let isOwn = true;
  /** Ends the reading of the kept picture of a draft that is no longer shown, or got another one. */
  let reading: AbortController | undefined;

  const begin = ({ draft, isOwn: own }: { draft: KeptDraft; isOwn: boolean }) => {
    id = draft.id;
    isOwn = own;
    reading?.abort();
    reading = draft.hasPicture ? new AbortController() : undefined;
    const signal = reading?.signal;
    store.set({ title: draft.title, text: draft.text });
    if (signal === undefined) return;
    void kept.picture(id).then((picture) => {
      if (signal.aborted) return;
      reading = undefined;
      store.set(picture === undefined ? store.get() : { ...store.get(), picture });
      if (id !== draft.id) void kept.setPicture(id, picture);
    });
  };

  const change = (change: Partial<Draft>) => {
    const draft = { ...store.get(), ...change };
    const { title, text, picture } = draft;
    const isCopy = !isOwn;
    if (isCopy) id = emptyDraft().id;
    isOwn = true;
    if ("picture" in change) {
      reading?.abort();
      reading = undefined;
    }
    if ("picture" in change || (isCopy && picture !== undefined)) void kept.setPicture(id, picture);
    const hasPicture = picture !== undefined || reading !== undefined;
    if (title === "" && text === "" && !hasPicture) kept.removeText(user, id);
    else kept.keep(user, { id, title, text, hasPicture });
    store.set(draft);
  };

  const load = () => {
    user = session.get();
    begin(kept.load(user));
  };
  load();
  session.subscribe(load);

  return {
    get: store.get,
    subscribe: store.subscribe,
    change,
    clear() {
      kept.removeText(user, id);
      void kept.setPicture(id, undefined);
      begin({ draft: emptyDraft(), isOwn: true });
    },
    giveBack(draft) {
      if (!isEmpty(store.get())) return false;
      change({ title: draft.title, text: draft.text, picture: draft.picture });
      return true;
    },
  };
}

/** Whether there is nothing in a draft that would be lost with it. */
export function isEmpty({ title, text, picture }: Draft): boolean {
  return title.trim() === "" && text.trim() === "" && picture === undefined;
}
