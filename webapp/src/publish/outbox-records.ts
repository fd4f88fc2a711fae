import type { RecordStorage } from "../state/record-storage";
import { isRecord } from "../state/text-storage";
import type { Draft } from "./draft-store";

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

const PREFIX = "outbox/";

/** Posts on their way, kept over a reload. */
export function outboxRecords(records: RecordStorage) {
  return {
    /** All of them, oldest first. */
    async list(): Promise<KeptEntry[]> {
      const found = await records.list(PREFIX);
      const entries = found.flatMap(([, record]) => (isKeptEntry(record) ? [record] : []));
      return entries.sort((one, other) => one.since - other.since);
    },
    has: (key: string) => records.has(PREFIX + key),
    keep: ({ key, user, draft, since, isUncertain }: KeptEntry) =>
      records.set(PREFIX + key, { key, user, draft, since, isUncertain } satisfies KeptEntry),
    remove: (key: string) => records.remove(PREFIX + key),
  };
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
