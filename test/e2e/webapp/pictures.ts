import path from "node:path";
import type { Locator, Page } from "playwright-core";
import sharp from "sharp";
import { fixture } from "../../postagram";

/** Paths of the pictures that the tests post. */
export const CHELSEA = path.resolve(__dirname, "../../fixtures/chelsea.jpg");
export const ASTRONAUT = path.resolve(__dirname, "../../fixtures/astronaut.jpg");

/** The 43 bytes of a GIF of one pixel. */
const GIF = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");

/** Files that cannot be a post's picture, by what is wrong with them. */
export const UNFIT_FILES = {
  tooLarge: { name: "wall.jpg", mimeType: "image/jpeg", buffer: padded(16 * 1024 * 1024) },
  otherKind: { name: "blink.gif", mimeType: "image/gif", buffer: GIF },
  disguisedGif: { name: "blink.jpg", mimeType: "image/jpeg", buffer: GIF },
  disguisedText: {
    name: "notes.jpg",
    mimeType: "image/jpeg",
    buffer: Buffer.from("Milk, eggs, a film for the camera.\n"),
  },
  empty: { name: "nothing.png", mimeType: "image/png", buffer: Buffer.alloc(0) },
};

/** A JPEG as far as its first bytes say, of so many bytes. */
function padded(bytes: number): Buffer {
  const file = Buffer.alloc(bytes);
  Buffer.from([0xff, 0xd8, 0xff, 0xe0]).copy(file);
  return file;
}

/** A picture of about 2 MB, which takes its time on a thin line. */
export function noise(): Promise<Buffer> {
  const picture = { width: 1600, height: 1200, channels: 3, background: "grey" } as const;
  return sharp({ create: { ...picture, noise: { type: "gaussian", mean: 128, sigma: 60 } } })
    .jpeg({ quality: 90 })
    .toBuffer();
}

/** Drops chelsea.jpg on an element, or pastes it there, as a browser reports it to the page. */
export async function hand(page: Page, target: Locator, by: "drop" | "paste"): Promise<void> {
  const transfer = await page.evaluateHandle(
    ({ data, name }) => {
      const bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
      const made = new DataTransfer();
      made.items.add(new File([bytes], name, { type: "image/jpeg" }));
      return made;
    },
    { data: (await fixture("chelsea.jpg")).toString("base64"), name: "chelsea.jpg" },
  );
  if (by === "paste") {
    await target.evaluate((element, clipboardData) => {
      element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, transfer);
    return;
  }
  for (const type of ["dragenter", "dragover", "drop"]) await target.dispatchEvent(type, { dataTransfer: transfer });
}
