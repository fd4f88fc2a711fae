import { createStore, del, entries, get, promisifyRequest, set, type UseStore } from "idb-keyval";

/** Records, which may hold files, by key; kept over a reload where the browser lets us. */
export interface RecordStorage {
  /** All records whose key begins with `prefix`; none where the browser has no storage for us. */
  list(prefix: string): Promise<[key: string, record: unknown][]>;
  /** What is kept under a key, `undefined` within for nothing; `undefined` itself where that cannot be told. */
  read(key: string): Promise<{ readonly record: unknown } | undefined>;
  /** @returns whether the record was kept. */
  set(key: string, record: unknown): Promise<boolean>;
  remove(key: string): Promise<void>;
  /**
   * Removes a record and puts another in its place, if there is one, all in one step: of many tabs one gets it.
   *
   * @returns whether it was there; `undefined` where that cannot be told, and nothing was done.
   */
  take(key: string, successor?: { readonly key: string; readonly record: unknown }): Promise<boolean | undefined>;
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
    async read(key) {
      try {
        return { record: await get<unknown>(key, store()) };
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
    async take(key, successor) {
      try {
        return await store()("readwrite", async (records) => {
          let wasThere = false;
          const count = records.count(key);
          count.onsuccess = () => {
            wasThere = count.result > 0;
            if (!wasThere) return;
            records.delete(key);
            if (successor !== undefined) records.put(successor.record, successor.key);
          };
          await promisifyRequest(records.transaction);
          return wasThere;
        });
      } catch {
        return undefined;
      }
    },
  };
}
