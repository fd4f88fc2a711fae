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
const LOOKS = "postagram.looking";
/** What nobody came back for in so many milliseconds is given up. */
const EXPIRED = 7 * 24 * 3600_000;

export interface UploadRecordsOptions {
  readonly records: RecordStorage;
  /** What belongs to this tab and lives over a reload. */
  readonly tab: TextStorage;
}

/** The key of the record of an upload. */
export function uploadKey(id: string): string {
  return PREFIX + id;
}

/** Pictures on their way, kept over a reload. */
export function uploadRecords({ records, tab }: UploadRecordsOptions) {
  const looks = (): Record<string, KeptLook> => {
    const stored = parseJson(tab.get(LOOKS));
    const all = isRecord(stored) ? Object.entries(stored) : [];
    return Object.fromEntries(all.flatMap(([id, look]) => (isKeptLook(look) ? [[bareId(id), look]] : [])));
  };
  const setLooks = (all: Record<string, KeptLook>) => tab.set(LOOKS, JSON.stringify(all));
  return {
    /** The uploads of all tabs. */
    async list(now = Date.now()): Promise<KeptUpload[]> {
      const found = await records.list(PREFIX);
      return found.flatMap(([key, upload]) => {
        if (!isKeptUpload(upload) || now - upload.since > EXPIRED) {
          void records.remove(key);
          return [];
        }
        return [upload];
      });
    },
    keep: (upload: KeptUpload) => void records.set(uploadKey(upload.id), upload),
    remove: (id: string) => void records.remove(uploadKey(id)),
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
