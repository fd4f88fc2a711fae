import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import sharp from "sharp";

const PICTURE = path.resolve(__dirname, "../../test/fixtures/chelsea.jpg");
const LIMIT_MS = 60_000;
const POLL_MS = 5;

/** A picture, 451 × 300 pixels, of another content for each number: mirrored or not, turned a little, brighter. */
export async function drawVariant(number: number): Promise<Uint8Array<ArrayBuffer>> {
  const picture = await sharp(await readFile(PICTURE))
    .flop(number % 2 === 1)
    .rotate(number % 360, { background: "grey" })
    .modulate({ brightness: 1 + (number % 50) / 100 })
    .jpeg()
    .toBuffer();
  return new Uint8Array(picture);
}

/** A post that has got its picture and its labels. */
export interface LabelledPost {
  readonly id: string;
  /** From the beginning of the upload to the answer that has labels, in seconds. */
  readonly seconds: number;
}

/** Writes a post, uploads its picture as any client does, and waits for its labels. */
export async function labelPicture(url: string, picture: Uint8Array<ArrayBuffer>): Promise<LabelledPost> {
  const headers = { authorization: "ada", "content-type": "application/json" };
  const post = await call(`${url}/posts`, { method: "POST", headers, body: '{"title":"t","body":"b"}' });
  const id = String(post.id);
  const query = new URLSearchParams({ filename: "c.jpg", filetype: "image/jpeg", postId: id });
  const signed = await call(`${url}/signedUrlPut?${query}`, { headers: { authorization: "ada" } });
  const began = performance.now();
  await call(String(signed.uploadURL), { method: "PUT", body: picture, headers: { "content-type": "image/jpeg" } });
  while (performance.now() - began < LIMIT_MS) {
    const { labels } = await call(`${url}/posts/${encodeURIComponent(id)}`);
    if (labels !== undefined) return { id, seconds: (performance.now() - began) / 1_000 };
    await delay(POLL_MS);
  }
  throw new Error("The picture has no labels after 60 s.");
}

/** Calls an API; what it answers is an object, empty where it answers no JSON. */
async function call(url: string, init: RequestInit = {}): Promise<Record<string, unknown>> {
  const response = await fetch(url, init);
  const text = await response.text();
  if (!response.ok) throw new Error(`${init.method ?? "GET"} ${url} was answered ${response.status}: ${text}`);
  if (!response.headers.get("content-type")?.includes("json")) return {};
  const body: unknown = JSON.parse(text);
  return typeof body === "object" && body !== null ? { ...body } : {};
}
