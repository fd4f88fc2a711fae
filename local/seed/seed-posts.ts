import { setTimeout as delay } from "node:timers/promises";
import type { Post } from "../../webservice/posts/post";
import { drawPicture } from "./draw-picture";

/** Posts written at once. */
const CONCURRENCY = 8;

const USERS = ["ada", "grace", "katherine", "Loïc", "margaret", "Zoë"];
const TITLES = ["Over the hills", "Before the rain", "Sunday walk", "The lake at dusk", "First light", "Far away"];
const BODIES = [
  "Nobody about but us.",
  "I waited an hour for this light, and it was gone in a minute.",
  "Drawn rather than photographed, I admit.",
  "Does anyone know what these are called?",
];

export interface SeedOptions {
  /** Origin of the webservice. */
  readonly url: string;
  readonly posts: number;
  /** How many of the posts get a picture. */
  readonly pictures: number;
  readonly onProgress?: (done: { posts: number; pictures: number }) => void;
}

/**
 * Writes posts through the webservice's API, and uploads pictures as any client does. Where the service asks to wait, it
 * waits.
 *
 * @throws {Error} with the service's own words where a call fails.
 */
export async function seed(options: SeedOptions): Promise<void> {
  const { url, posts, pictures, onProgress } = options;
  const done = { posts: 0, pictures: 0 };
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < posts) {
      const number = next++;
      const user = pick(USERS, number);
      const post = await write(url, user, { title: pick(TITLES, number >> 1), body: pick(BODIES, number) });
      // Spread evenly: the n-th post has a picture where the share of n grows by one.
      if (Math.floor(((number + 1) * pictures) / posts) > Math.floor((number * pictures) / posts)) {
        await upload(url, user, post, await drawPicture(number));
        done.pictures += 1;
      }
      done.posts += 1;
      onProgress?.(done);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
}

async function write(url: string, user: string, draft: { title: string; body: string }): Promise<Post> {
  const response = await call(`${url}/posts`, {
    method: "POST",
    headers: { authorization: headerOf(user), "content-type": "application/json" },
    body: JSON.stringify(draft),
  });
  return (await response.json()) as Post;
}

async function upload(url: string, user: string, post: Post, picture: Uint8Array): Promise<void> {
  const type = "image/jpeg";
  const query = new URLSearchParams({
    filename: "drawing.jpg",
    filetype: type,
    filesize: String(picture.byteLength),
    postId: post.id,
  });
  const signed = await call(`${url}/signedUrlPut?${query}`, { headers: { authorization: headerOf(user) } });
  const { uploadURL } = (await signed.json()) as { uploadURL: string };
  await call(uploadURL, { method: "PUT", headers: { "content-type": type }, body: new Uint8Array(picture) });
}

async function call(url: string, init: RequestInit): Promise<Response> {
  for (;;) {
    const response = await fetch(url, init);
    if (response.ok) return response;
    const text = await response.text();
    const wait = Number(response.headers.get("retry-after"));
    if (![429, 503].includes(response.status) || !(wait > 0)) {
      throw new Error(`${init.method ?? "GET"} ${url.split("?")[0]} was answered ${response.status}: ${text}`);
    }
    await delay(wait * 1_000);
  }
}

/** A header's value is bytes, each written as one character. */
function headerOf(user: string): string {
  return Buffer.from(user, "utf8").toString("latin1");
}

function pick(list: readonly string[], number: number): string {
  return list[number % list.length] ?? "";
}
