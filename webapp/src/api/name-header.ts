/**
 * A user's name as the value of an `Authorization` header: its UTF-8 bytes, one character each, since a browser takes
 * no other characters in headers than those of Latin-1. The service reads valid UTF-8 back.
 */
export function nameHeader(user: string): string {
  let bytes = "";
  for (const byte of new TextEncoder().encode(user)) bytes += String.fromCharCode(byte);
  return bytes;
}
