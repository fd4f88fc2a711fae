import type { RecordStorage } from "../state/record-storage";
import { isRecord } from "../state/text-storage";
import type { Draft } from "./draft-store";
import { type KeptUpload, uploadKey } from "./upload-records";

/** What is kept of a post on its way. */
export interface KeptEntry {
  /** Its idempotency key, by which the service knows it however often it is sent. */
  key: string;
  /** Who wrote it. */
  user: string;
  draft: Draft;
  /** When it was published, in epoch milliseconds. */
  since: number;
  /** Whether it was sent and no answer came, so that the service may have it. */
  isUncertain: boolean;
}

/** For how long the service surely knows an idempotency key, in milliseconds: a little less than its 24 hours. */
export const KEY_LIFE = 23 * 3600 * 1000;
const ON_ITS_WAY = "outbox/";
const CANCELLED = "cancelled/";

export type OutboxRecords = ReturnType<typeof outboxRecords>;

/** Posts on their way, kept over a reload and seen by all tabs. */
export function outboxRecords(records: RecordStorage) {
  const list = async (prefix: string): Promise<KeptEntry[]> => {
    const found = await records.list(prefix);
    const entries = found.flatMap(([, record]) => (isKeptEntry(record) ? [record] : []));
    return entries.sort((one, other) => one.since - other.since);
  };
  return {
    /** All of them, oldest first. */
    list: () => list(ON_ITS_WAY),
    /** Those that were taken back, and are to be deleted where the service has them. */
    listCancelled: () => list(CANCELLED),
    /** @returns whether it was kept. */
    keep: (entry: KeptEntry) => records.set(ON_ITS_WAY + entry.key, recordOf(entry)),
    /**
     * Keeps what has changed of an entry, unless another tab has done with it.
     *
     * @returns whether it was there yet; `undefined` where that cannot be told.
     */
    update: (entry: KeptEntry) => {
      const key = ON_ITS_WAY + entry.key;
      return records.take(key, { key, record: recordOf(entry) });
    },
    remove: (key: string) => records.remove(ON_ITS_WAY + key),
    /**
     * Takes an entry out whose post is stored, and puts the upload of its picture there, in one step: only one of many
     * tabs gets it, and none leaves off in between.
     *
     * @returns whether it was there; `undefined` where that cannot be told.
     */
    settle: (key: string, upload?: KeptUpload) =>
      records.take(ON_ITS_WAY + key, upload && { key: uploadKey(upload.id), record: upload }),
    async cancel(entry: KeptEntry): Promise<void> {
      const cancelled = { key: CANCELLED + entry.key, record: recordOf(entry) };
      // It may be that another tab has just sent it.
      if (await records.take(ON_ITS_WAY + entry.key, cancelled)) return;
      await records.set(cancelled.key, cancelled.record);
    },
    removeCancelled: (key: string) => records.remove(CANCELLED + key),
  };
}

function recordOf({ key, user, draft, since, isUncertain }: KeptEntry): KeptEntry {
  return { key, user, draft, since, isUncertain };
}

function isKeptEntry(record: unknown): record is KeptEntry {
  return (
    isRecord(record) &&
    typeof record.key === "string" &&
    typeof record.user === "string" &&
    typeof record.since === "number" &&
    typeof record.isUncertain === "boolean" &&
    isDraft(record.draft)
  );
}

function isDraft(value: unknown): value is Draft {
  return (
    isRecord(value) &&
    typeof value.title === "string" &&
    typeof value.text === "string" &&
    (value.picture === undefined || value.picture instanceof File)
  );
}
