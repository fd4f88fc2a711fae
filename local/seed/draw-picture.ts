import sharp from "sharp";
import { THINGS } from "./things";

const WIDTH = 960;
const HEIGHT = 640;

/**
 * Draws a landscape, the same for the same number: a sky, a sun or moon, three ranges of hills, and mostly something that
 * stands there. JPEG, 960 by 640.
 */
export function drawPicture(number: number): Promise<Buffer> {
  const random = randomNumbers(number + 1);
  const hue = Math.floor(random() * 360);
  const sunX = 100 + random() * (WIDTH - 200);
  const sunY = 80 + random() * 200;
  const hills = [0, 1, 2].map((range) => {
    const base = HEIGHT * (0.5 + range * 0.16);
    const points = Array.from({ length: 9 }, (_, i) => `${(i * WIDTH) / 8},${base - random() * 120}`);
    const colour = `hsl(${(hue + 140 + range * 15) % 360} 35% ${55 - range * 17}%)`;
    return `<polygon fill="${colour}" points="0,${HEIGHT} ${points.join(" ")} ${WIDTH},${HEIGHT}"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">
    <linearGradient id="sky" x2="0" y2="1">
      <stop offset="0" stop-color="hsl(${hue} 60% 45%)"/>
      <stop offset="1" stop-color="hsl(${(hue + 40) % 360} 80% 80%)"/>
    </linearGradient>
    <rect width="100%" height="100%" fill="url(#sky)"/>
    <circle cx="${sunX}" cy="${sunY}" r="${40 + random() * 40}" fill="#fff6d5"/>
    ${hills.join("")}
    ${THINGS[number % THINGS.length] ?? ""}
  </svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 82 }).toBuffer();
}

/** Numbers from 0 to 1 that look random and are the same for the same seed (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b9);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
