import sharp, { type OutputInfo } from "sharp";
import type { Box } from "./detection";
import { RekognitionError } from "./errors";

// Every picture comes once and another thread runs the model: a cache would only hold memory, and more than one libvips
// thread takes a core from the rest of the embedded AWS for a decode of some ten milliseconds.
sharp.cache(false);
sharp.concurrency(1);

/** Width and height, in pixels, of what the model takes in. */
export const FRAME_SIZE = 512;

/** The colour that fills a frame beside the picture, and what shows through where a picture is transparent. */
const GREY = { r: 128, g: 128, b: 128 };

/**
 * How the model is shown a picture: the size of its longer side within the frame, in pixels, and whether mirrored.
 *
 * Never stretched: it takes the photo of a cat for a dog then. Large objects are told apart best at 320 and 384 pixels,
 * small ones need the whole frame; a mirrored view errs differently than an upright one.
 */
const VIEWS = [
  { size: 512, mirrored: false },
  { size: 384, mirrored: false },
  { size: 320, mirrored: true },
] as const;

/**
 * The service's limits on width and height, in pixels.
 *
 * @see https://docs.aws.amazon.com/rekognition/latest/dg/limits.html
 */
const MIN_DIMENSION = 80;
const MAX_DIMENSION = 10_000;

const JPEG_START = Buffer.from([0xff, 0xd8, 0xff]);
const PNG_START = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A picture drawn into the model's frame. */
export interface View {
  /** RGB, a byte each, row by row: `FRAME_SIZE * FRAME_SIZE * 3` bytes. */
  readonly pixels: Uint8Array;
  /** Turns a box in pixels of the frame into one of the upright picture, cut at its edges. */
  toPicture(box: Box): Box;
}

/**
 * The views of a JPEG or PNG picture, turned upright as its EXIF orientation says.
 *
 * @throws RekognitionError `InvalidImageFormatException` where the bytes are not a whole JPEG or PNG;
 *   `InvalidParameterException` where a side is under 80 pixels, as the service does
 *   (https://github.com/boto/botocore/issues/1366); `ImageTooLargeException` where a side is over 10,000.
 */
export async function pictureViews(bytes: Uint8Array): Promise<View[]> {
  // Only these two may reach a decoder: libvips would take SVG, GIF and a dozen others as well.
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, PNG_START.length));
  if (!start.equals(PNG_START) && !start.subarray(0, JPEG_START.length).equals(JPEG_START)) {
    throw new RekognitionError("InvalidImageFormatException", "Request has invalid image format");
  }
  const { data, info } = await decode(bytes);
  return Promise.all(VIEWS.map(({ size, mirrored }) => drawView(data, info, size, mirrored)));
}

/** The upright picture as RGB, at most as large as the largest view. */
async function decode(bytes: Uint8Array): Promise<{ data: Buffer; info: OutputInfo }> {
  try {
    const image = sharp(bytes, { failOn: "error", limitInputPixels: MAX_DIMENSION * MAX_DIMENSION });
    const { width, height } = await image.metadata();
    checkDimensions(width, height);
    return await image
      .autoOrient()
      .flatten({ background: GREY })
      .resize(FRAME_SIZE, FRAME_SIZE, { fit: "inside" })
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
  } catch (cause) {
    if (cause instanceof RekognitionError) throw cause;
    throw new RekognitionError("InvalidImageFormatException", "Request has invalid image format", { cause });
  }
}

function checkDimensions(width: number, height: number): void {
  if (Math.min(width, height) < MIN_DIMENSION) {
    throw new RekognitionError(
      "InvalidParameterException",
      `Request has invalid parameters: image dimensions ${width} x ${height} are below the minimum of ${MIN_DIMENSION} pixels`,
    );
  }
  if (Math.max(width, height) > MAX_DIMENSION) {
    throw new RekognitionError(
      "ImageTooLargeException",
      `Input image dimensions ${width} x ${height} exceed maximum dimension size of ${MAX_DIMENSION} pixels`,
    );
  }
}

async function drawView(data: Buffer, info: OutputInfo, size: number, mirrored: boolean): Promise<View> {
  const scale = size / Math.max(info.width, info.height);
  const width = Math.max(1, Math.round(info.width * scale));
  const height = Math.max(1, Math.round(info.height * scale));
  const left = Math.floor((FRAME_SIZE - width) / 2);
  const top = Math.floor((FRAME_SIZE - height) / 2);
  const pixels = await sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } })
    .resize(width, height, { fit: "fill" })
    .flop(mirrored)
    .extend({
      left,
      right: FRAME_SIZE - width - left,
      top,
      bottom: FRAME_SIZE - height - top,
      background: GREY,
    })
    .raw()
    .toBuffer();
  return {
    pixels,
    toPicture: (box) => {
      const x1 = share(box.left - left, width);
      const x2 = share(box.right - left, width);
      return {
        left: mirrored ? 1 - x2 : x1,
        right: mirrored ? 1 - x1 : x2,
        top: share(box.top - top, height),
        bottom: share(box.bottom - top, height),
      };
    },
  };
}

function share(pixels: number, of: number): number {
  return Math.min(1, Math.max(0, pixels / of));
}
