import { bareId } from "../api/posts-api";
import type { RecordStorage } from "../state/record-storage";
import { isRecord, parseJson, type TextStorage } from "../state/text-storage";

/** A picture that is to be uploaded. */
export interface KeptUpload {
  /** The bare id of its post. */
  id: string;
  user: string;
  file: File;
  /** When it was chosen, in epoch milliseconds. */
  since: number;
}

/** A post whose picture is being looked at. */
export interface KeptLook {
  /** When that began, in epoch milliseconds. */
  since: number;
  /** The path of the picture that the post had before, if any. */
  before?: string;
}

const PREFIX = "upload/";
const UPLOADS_OF_TAB = "postagram.uploads";
const LOOKS = "postagram.looking";
/** A tab that has not sent a picture after so many milliseconds is not there any more. */
const ABANDONED = 10 * 60_000;
/** What nobody came back for in so many milliseconds is given up. */
const EXPIRED = 7 * 24 * 3600_000;

export interface UploadRecordsOptions {
  readonly records: RecordStorage;
  /** What belongs to this tab and lives over a reload. */
  readonly tab: TextStorage;
}

/** Pictures on their way, kept over a reload. Each tab goes on with its own, and with those of tabs that are no more. */
export function uploadRecords({ records, tab }: UploadRecordsOptions) {
  const ofTab = (): string[] => {
    const ids = parseJson(tab.get(UPLOADS_OF_TAB));
    return Array.isArray(ids) ? ids.filter((id) => typeof id === "string") : [];
  };
  const looks = (): Record<string, KeptLook> => {
    const stored = parseJson(tab.get(LOOKS));
    const all = isRecord(stored) ? Object.entries(stored) : [];
    return Object.fromEntries(all.flatMap(([id, look]) => (isKeptLook(look) ? [[bareId(id), look]] : [])));
  };
  const setLooks = (all: Record<string, KeptLook>) => tab.set(LOOKS, JSON.stringify(all));
  return {
    /** The uploads that this tab should go on with. */
    async list(now = Date.now()): Promise<KeptUpload[]> {
      const found = await records.list(PREFIX);
      const mine = ofTab();
      return found.flatMap(([key, upload]) => {
        if (!isKeptUpload(upload) || now - upload.since > EXPIRED) {
          void records.remove(key);
          return [];
        }
        return mine.includes(upload.id) || now - upload.since > ABANDONED ? [upload] : [];
      });
    },
    keep(upload: KeptUpload): void {
      tab.set(UPLOADS_OF_TAB, JSON.stringify([...ofTab().filter((id) => id !== upload.id), upload.id]));
      void records.set(PREFIX + upload.id, upload);
    },
    remove(id: string): void {
      tab.set(UPLOADS_OF_TAB, JSON.stringify(ofTab().filter((other) => other !== id)));
      void records.remove(PREFIX + id);
    },
    /** The posts whose pictures were being looked at. */
    looks,
    keepLook: (id: string, look: KeptLook) => setLooks({ ...looks(), [id]: look }),
    removeLook(id: string): void {
      const { [id]: _, ...rest } = looks();
      setLooks(rest);
    },
  };
}

function isKeptUpload(record: unknown): record is KeptUpload {
  return (
    isRecord(record) &&
    typeof record.id === "string" &&
    typeof record.user === "string" &&
    typeof record.since === "number" &&
    record.file instanceof File
  );
}

function isKeptLook(look: unknown): look is KeptLook {
  return (
    isRecord(look) && typeof look.since === "number" && (look.before === undefined || typeof look.before === "string")
  );
}
