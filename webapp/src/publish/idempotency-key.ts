import { randomId } from "../state/random-id";

/** A key that no other post has. */
export function newIdempotencyKey(): string {
  return randomId();
}
