import { type IncomingMessage, request } from "node:http";
import { setTimeout as delay } from "node:timers/promises";

/** How often a slow reader waits, in bytes that it has read. */
const STEP_BYTES = 256 * 1024;

export interface FeedReading {
  readonly bytes: number;
  readonly seconds: number;
}

/**
 * Reads the whole feed and throws it away.
 *
 * @param bytesPerSecond how fast at most; as fast as it comes where it is absent. The socket is left unread meanwhile, so
 * that the service feels it.
 * @throws {Error} where the answer is no 200, or breaks off.
 */
export async function readFeed(url: string, bytesPerSecond = Number.POSITIVE_INFINITY): Promise<FeedReading> {
  const began = performance.now();
  const elapsed = () => (performance.now() - began) / 1_000;
  const response = await get(`${url}/posts`);
  let bytes = 0;
  let nextPause = STEP_BYTES;
  let end = "";
  for await (const chunk of response) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError("The answer was decoded.");
    bytes += chunk.length;
    end = chunk.toString("latin1").slice(-1);
    if (bytes < nextPause) continue;
    nextPause += STEP_BYTES;
    const ahead = bytes / bytesPerSecond - elapsed();
    if (ahead > 0) await delay(ahead * 1_000);
  }
  if (response.statusCode !== 200 || !response.complete || end !== "]") {
    throw new Error(`The feed was answered ${response.statusCode} and ended after ${bytes} bytes with "${end}".`);
  }
  return { bytes, seconds: elapsed() };
}

function get(url: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(url, { agent: false }, resolve).once("error", reject).end();
  });
}
