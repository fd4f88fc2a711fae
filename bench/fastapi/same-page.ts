import { isDeepStrictEqual } from "node:util";

/**
 * Makes sure that two services answer the same: the same posts, with URLs for the same pictures, and the same next page.
 *
 * @throws {Error} with the first post, or whatever else, that they answer differently.
 */
export async function expectSamePage(path: string, one: string, other: string): Promise<void> {
  const [ours, theirs] = await Promise.all([readPage(one + path), readPage(other + path)]);
  const at = ours.findIndex((part, i) => !isDeepStrictEqual(part, theirs[i]));
  if (at === -1 && ours.length === theirs.length) return;
  const [a, b] = [ours, theirs].map((parts) => JSON.stringify(parts[at === -1 ? ours.length : at]));
  throw new Error(`${path} is answered differently: by ${one} with ${a}, by ${other} with ${b}.`);
}

/** Status, link to the next page, and posts, of which the signatures of version 4 are left out: no two are alike. */
async function readPage(url: string): Promise<unknown[]> {
  const response = await fetch(url);
  const unsigned = (await response.text()).replaceAll(
    /"image":"([^"?]+)\?[^"]*X-Amz-Signature=[^"]*"/g,
    '"image":"$1"',
  );
  const posts: unknown = JSON.parse(unsigned);
  return [response.status, response.headers.get("link"), ...(Array.isArray(posts) ? posts : [posts])];
}
