import sharp, { type Sharp } from "sharp";
import type { Box } from "../../local/rekognition/detection";
import { FRAME_SIZE, pictureViews } from "../../local/rekognition/views";

const grey = [128, 128, 128];

/** A black picture of 400 by 200 with a white square of 50 at 100 from the left and 20 from the top. */
const picture = (): Sharp =>
  sharp({ create: { width: 400, height: 200, channels: 3, background: "black" } }).composite([
    {
      input: { create: { width: 50, height: 50, channels: 3, background: "white" } },
      left: 100,
      top: 20,
    },
  ]);

function pixel(pixels: Uint8Array, x: number, y: number): number[] {
  const start = (y * FRAME_SIZE + x) * 3;
  return [...pixels.subarray(start, start + 3)];
}

/** The box, in pixels of the frame, around everything white. */
function whiteBox(pixels: Uint8Array): Box {
  const white = Array.from({ length: FRAME_SIZE ** 2 }, (_, index) => index).filter(
    (index) => (pixels[index * 3] ?? 0) > 200,
  );
  const columns = white.map((index) => index % FRAME_SIZE);
  const rows = white.map((index) => Math.floor(index / FRAME_SIZE));
  return {
    left: Math.min(...columns),
    right: Math.max(...columns) + 1,
    top: Math.min(...rows),
    bottom: Math.max(...rows) + 1,
  };
}

test("every view fills the frame beside the picture with grey and keeps the picture's proportions", async () => {
  const views = await pictureViews(await picture().png().toBuffer());
  expect(views).toHaveLength(3);
  for (const { pixels } of views) {
    expect(pixels).toHaveLength(FRAME_SIZE * FRAME_SIZE * 3);
    expect(pixel(pixels, 0, 0)).toEqual(grey);
    expect(pixel(pixels, FRAME_SIZE / 2, FRAME_SIZE - 1)).toEqual(grey);
    const { left, right, top, bottom } = whiteBox(pixels);
    expect(Math.abs(right - left - (bottom - top))).toBeLessThanOrEqual(2);
  }
});

test.each<[string, () => Promise<Buffer>]>([
  ["as it is", () => picture().png().toBuffer()],
  [
    "lying on its side, as its EXIF says",
    async () =>
      sharp(await picture().png().toBuffer())
        .rotate(-90)
        .withMetadata({ orientation: 6 })
        .png()
        .toBuffer(),
  ],
])("every view of a picture %s leads a box back to where it is in the upright picture", async (_, make) => {
  for (const { pixels, toPicture } of await pictureViews(await make())) {
    const box = toPicture(whiteBox(pixels));
    expect(box.left).toBeCloseTo(100 / 400, 1.5);
    expect(box.right).toBeCloseTo(150 / 400, 1.5);
    expect(box.top).toBeCloseTo(20 / 200, 1.5);
    expect(box.bottom).toBeCloseTo(70 / 200, 1.5);
  }
});

test("a box that reaches beyond the picture is cut at its edges", async () => {
  for (const { toPicture } of await pictureViews(await picture().png().toBuffer())) {
    expect(toPicture({ left: -5, top: -5, right: FRAME_SIZE + 5, bottom: FRAME_SIZE + 5 })).toEqual({
      left: 0,
      top: 0,
      right: 1,
      bottom: 1,
    });
  }
});

test("what is transparent is grey, like the frame", async () => {
  const clear = sharp({
    create: { width: 300, height: 300, channels: 4, background: { r: 255, g: 0, b: 0, alpha: 0 } },
  });
  for (const { pixels } of await pictureViews(await clear.png().toBuffer())) {
    expect(pixel(pixels, FRAME_SIZE / 2, FRAME_SIZE / 2)).toEqual(grey);
  }
});
