/** A page lacks the place for what is to be written into it. */
export class MissingMarkerError extends Error {
  override readonly name = "MissingMarkerError";
}

/**
 * Replaces what stands between `<!-- bench:<name> -->` and `<!-- /bench:<name> -->`, each on a line of its own.
 *
 * @throws {MissingMarkerError} naming the marker that is missing.
 */
export function replaceMarked(page: string, name: string, content: string): string {
  const [open, close] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  const start = page.indexOf(open);
  const end = page.indexOf(close, start);
  if (start === -1) throw new MissingMarkerError(`The page has no line ${open}.`);
  if (end === -1) throw new MissingMarkerError(`The page has no line ${close} after ${open}.`);
  return `${page.slice(0, start + open.length)}\n\n${content.trim()}\n\n${page.slice(end)}`;
}
