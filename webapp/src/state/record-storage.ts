import { createStore, del, entries, get, set, type UseStore } from "idb-keyval";

/** Records, which may hold files, by key; kept over a reload where the browser lets us. */
export interface RecordStorage {
  /** All records whose key begins with `prefix`; none where the browser has no storage for us. */
  list(prefix: string): Promise<[key: string, record: unknown][]>;
  /** Whether a record is there; `undefined` where that cannot be told. */
  has(key: string): Promise<boolean | undefined>;
  /** @returns whether the record was kept. */
  set(key: string, record: unknown): Promise<boolean>;
  remove(key: string): Promise<void>;
}

/** Records in IndexedDB, which may be forbidden or full: nothing is kept then, and nothing fails. */
export function createRecordStorage(database: string): RecordStorage {
  // Made on first use, since the browser may throw already where the database is opened.
  let opened: UseStore | undefined;
  const store = () => {
    opened ??= createStore(database, "records");
    return opened;
  };
  return {
    async list(prefix) {
      try {
        const all = await entries<IDBValidKey, unknown>(store());
        return all.flatMap(([key, record]): [string, unknown][] =>
          typeof key === "string" && key.startsWith(prefix) ? [[key, record]] : [],
        );
      } catch {
        return [];
      }
    },
    async has(key) {
      try {
        return (await get<unknown>(key, store())) !== undefined;
      } catch {
        return undefined;
      }
    },
    async set(key, record) {
      try {
        await set(key, record, store());
        return true;
      } catch {
        return false;
      }
    },
    async remove(key) {
      try {
        await del(key, store());
      } catch {
        // What cannot be removed was not kept either.
      }
    },
  };
}
