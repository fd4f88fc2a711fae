/**
 * A key as S3 writes it in events and in listings with `encoding-type=url`: form-urlencoded UTF-8, a space as `+`, the
 * slashes kept.
 *
 * @example encodeKey("été/red flower.jpg") === "%C3%A9t%C3%A9/red+flower.jpg"
 */
export function encodeKey(key: string): string {
  return encodeURIComponent(key)
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%2F", "/")
    .replaceAll("%20", "+");
}
