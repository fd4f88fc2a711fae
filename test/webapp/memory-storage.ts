import type { RecordStorage } from "../../webapp/src/state/record-storage";
import { createTextStorage, type TextStorage } from "../../webapp/src/state/text-storage";

/** Texts that outlive the parts of the app that use them, as the browser's outlive a page. */
export function memoryTexts(): TextStorage {
  const texts = new Map<string, string>();
  return createTextStorage(() => ({
    getItem: (name) => texts.get(name) ?? null,
    setItem: (name, text) => void texts.set(name, text),
    removeItem: (name) => void texts.delete(name),
  }));
}

/** Records that outlive the parts of the app that use them. */
export function memoryRecords(): RecordStorage & { keys(): string[] } {
  const records = new Map<string, unknown>();
  return {
    keys: () => [...records.keys()],
    list: async (prefix) => [...records].filter(([key]) => key.startsWith(prefix)),
    read: async (key) => ({ record: records.get(key) }),
    async set(key, record) {
      records.set(key, record);
      return true;
    },
    async remove(key) {
      records.delete(key);
    },
    async take(key, successor) {
      const wasThere = records.delete(key);
      if (wasThere && successor !== undefined) records.set(successor.key, successor.record);
      return wasThere;
    },
  };
}

/** Records as they are where the browser keeps none. */
export const noRecords: RecordStorage = {
  list: async () => [],
  read: async () => undefined,
  set: async () => false,
  remove: async () => undefined,
  take: async () => undefined,
};
