/** Longest sequencer there could be; those of S3 have 16 to 18 digits. */
const SEQUENCER_LENGTH = 64;

/** The unique prefix of an image's name: a UUID of version 7 (RFC 9562) and a hyphen. */
const UPLOAD_UUID = /^([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})-/;

/** What of an S3 event tells which upload of a post's images came later. */
export interface UploadOrder {
  /** The last part of the image's key. */
  readonly name: string;
  /** S3's sequencer: a hexadecimal number that grows with every write to one key. */
  readonly sequencer: string;
  /** When S3 took the upload, in ISO 8601. */
  readonly eventTime: string;
}

/**
 * A text by which the uploads of one post sort in their order: of two, the greater belongs to the later upload.
 *
 * Across keys the unique prefix of the name decides, which begins with the time at which the upload was signed; within
 * one key, the sequencer. A name without that prefix was not given by the webservice (a copy by hand, say): S3's own
 * time, written as a UUID of version 7 begins, stands in for it, so that such an image neither hides all later uploads
 * nor is hidden by all earlier ones.
 */
export function uploadVersion({ name, sequencer, eventTime }: UploadOrder): string {
  const time = UPLOAD_UUID.exec(name)?.[1] ?? uuidTime(Date.parse(eventTime));
  return `${time}#${comparableSequencer(sequencer)}`;
}

/**
 * A sequencer in a form that sorts as text. Those of one key may differ in length and are compared as numbers.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export function comparableSequencer(sequencer: string): string {
  return sequencer.toUpperCase().padStart(SEQUENCER_LENGTH, "0");
}

/** The first 13 characters of a UUID of version 7 of that time: 48 bits of milliseconds. An unknown time is the first. */
function uuidTime(milliseconds: number): string {
  const time = Math.max(0, milliseconds) || 0;
  const digits = time.toString(16).padStart(12, "0");
  return `${digits.slice(0, 8)}-${digits.slice(8)}`;
}
