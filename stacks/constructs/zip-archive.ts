import { crc32, deflateRawSync } from "node:zlib";

/** 1 January 1980, 00:00, the first moment the format knows: an archive must not depend on when it was made. */
const DOS_DATE = 0x0021;
const DOS_TIME = 0;
/** Version 2.0 of the format, which has compression and folders; in the upper byte 3 for Unix. */
const VERSION = 20;
const MADE_BY_UNIX = (3 << 8) | VERSION;
const UTF8_NAMES = 0x0800;
const DEFLATE = 8;
/** A regular file that everybody may read: Lambda runs code as another user than unpacks it. */
const FILE_MODE = 0o100644;

/**
 * A ZIP archive of one file. The same file gives the same bytes, whenever and wherever it is made with the same zlib, so
 * that a plan shows a change of code only where there is one.
 *
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export function zipArchive(fileName: string, content: Uint8Array): Buffer {
  const name = Buffer.from(fileName);
  const compressed = deflateRawSync(content, { level: 9 });

  // What the local header and the central directory say of the file in the same words.
  const entry = Buffer.alloc(26);
  entry.writeUInt16LE(VERSION, 0);
  entry.writeUInt16LE(UTF8_NAMES, 2);
  entry.writeUInt16LE(DEFLATE, 4);
  entry.writeUInt16LE(DOS_TIME, 6);
  entry.writeUInt16LE(DOS_DATE, 8);
  entry.writeUInt32LE(crc32(content), 10);
  entry.writeUInt32LE(compressed.length, 14);
  entry.writeUInt32LE(content.length, 18);
  entry.writeUInt16LE(name.length, 22);

  const file = Buffer.concat([Buffer.from("PK\x03\x04"), entry, name, compressed]);

  const madeBy = Buffer.alloc(2);
  madeBy.writeUInt16LE(MADE_BY_UNIX);
  const attributes = Buffer.alloc(14);
  attributes.writeUInt32LE(FILE_MODE * 2 ** 16, 6);
  const directory = Buffer.concat([Buffer.from("PK\x01\x02"), madeBy, entry, attributes, name]);

  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(file.length, 12);

  return Buffer.concat([file, directory, Buffer.from("PK\x05\x06"), end]);
}
