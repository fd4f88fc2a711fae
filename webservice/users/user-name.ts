import { isUtf8 } from "node:buffer";
import { Type } from "@sinclair/typebox";

/**
 * A user's name: 1 to 64 characters, none of them `/` or `#` (which separate the parts of keys) or a control character,
 * and neither `.` nor `..` (which URLs drop from their paths).
 */
export const UserName = Type.String({
  minLength: 1,
  maxLength: 64,
  pattern: "^(?!\\.{1,2}$)[^/#\\u0000-\\u001f\\u007f-\\u009f]+$",
  description: "A user's name: 1 to 64 characters without /, # or control characters, neither . nor ..",
  examples: ["ada"],
});

const PATTERN = new RegExp(UserName.pattern ?? "", "u");

/** Whether a text can be a user's name. Characters are Unicode code points. */
export function isUserName(text: string): boolean {
  return PATTERN.test(text) && [...text].length <= 64;
}

/**
 * The text of an HTTP header that Node has read byte by byte (as Latin-1). Browsers send `Loïc` as Latin-1, curl as
 * UTF-8: bytes that are valid UTF-8 are read so.
 */
export function decodeHeader(value: string): string {
  const bytes = Buffer.from(value, "latin1");
  return isUtf8(bytes) ? bytes.toString("utf8") : value;
}
