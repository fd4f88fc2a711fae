/** Digits below a millisecond: over 16 million events before two could tie. */
const COUNTER_BITS = 24n;

let last = 0n;

/**
 * The next sequencer of an event: hexadecimal, 18 digits as S3's own, greater than every one before.
 *
 * It counts from the clock, so that it goes on growing over restarts, and does not step back where the clock does.
 */
export function nextSequencer(now = Date.now()): string {
  const fromClock = BigInt(now) << COUNTER_BITS;
  last = fromClock > last ? fromClock : last + 1n;
  return last.toString(16).toUpperCase().padStart(18, "0");
}
