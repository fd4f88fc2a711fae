const BYTES = 16;

/** 32 hexadecimal digits that no other has. `crypto.randomUUID` is not to be had on a plain HTTP origin. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
