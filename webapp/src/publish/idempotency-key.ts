const BYTES = 16;

/** A key that no other post has: 32 hexadecimal digits. `crypto.randomUUID` is not to be had on a plain HTTP origin. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
