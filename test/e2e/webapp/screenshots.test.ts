import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { BrowserContextOptions } from "playwright-core";
import sharp from "sharp";
import { CHELSEA } from "./pictures";
import { EMPTY_FEED } from "./places";
import { writeSamplePosts } from "./sample-posts";
import { useWebApp, type Visitor } from "./web-app";

const ROOT = path.resolve(__dirname, "../../..");
/** Every run makes the pictures; those in the documentation change where that is asked for. */
const FOLDERS = [
  path.join(ROOT, "build", "screenshots"),
  ...(process.env.UPDATE_SCREENSHOTS === "1" ? [path.join(ROOT, "docs", "screenshots")] : []),
];
const MAX_BYTES = 150_000;

const DEVICES: readonly { device: string; options: BrowserContextOptions }[] = [
  { device: "desk", options: { viewport: { width: 1280, height: 900 } } },
  { device: "phone", options: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true } },
];
const SCHEMES = ["light", "dark"] as const;

const web = useWebApp();

/** Waits until all pictures in view are painted, and keeps what is seen as `<page>-<device>-<scheme>.webp`. */
async function keep({ page }: Visitor, name: string): Promise<void> {
  await page.evaluate(async () => {
    const seen = [...document.images].filter((image) => image.getBoundingClientRect().top < innerHeight);
    await Promise.all([document.fonts.ready, ...seen.map((image) => image.decode())]);
    await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined)));
  });
  const picture = await sharp(await page.screenshot())
    .webp({ quality: 88, effort: 6 })
    .toBuffer();
  expect(picture.byteLength).toBeLessThan(MAX_BYTES);
  for (const folder of FOLDERS) {
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, `${name}.webp`), picture);
  }
}

/** Shows a page on each device in each scheme. */
async function show(name: string, reach: (options: BrowserContextOptions) => Promise<Visitor>): Promise<void> {
  for (const { device, options } of DEVICES) {
    const visitor = await reach({ ...options, reducedMotion: "reduce" });
    for (const colorScheme of SCHEMES) {
      await visitor.page.emulateMedia({ colorScheme });
      await visitor.page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor();
      await keep(visitor, `${name}-${device}-${colorScheme}`);
    }
  }
}

it("shows the empty feed", () => show("empty", (options) => EMPTY_FEED.reach(web, options)));

describe("with some posts, shows", () => {
  beforeAll(() => writeSamplePosts(web.postagram));

  it("the feed", () =>
    show("feed", async (options) => {
      const visitor = await web.visit({ user: "ada", ...options });
      await visitor.label("Chelsea has found the sunny spot", "Cat").waitFor();
      return visitor;
    }));

  it("a post's page", () =>
    show("post", async (options) => {
      const visitor = await web.visit(options);
      await visitor.cards("Colonel Collins, in orange").getByRole("link", { name: "Colonel Collins" }).click();
      await visitor.page.waitForURL("**/post/*");
      await visitor.label("Colonel Collins, in orange", "Person").waitFor();
      return visitor;
    }));

  it("a user's page", () =>
    show("user", async (options) => {
      const visitor = await web.visit({ path: "/user/ada", ...options });
      await visitor.label("She knows", "Cat").waitFor();
      return visitor;
    }));

  it("the composer", () =>
    show("composer", async (options) => {
      const visitor = await web.visit({ user: "ada", ...options });
      await visitor.openComposer();
      await visitor.writing.title.fill("Chelsea, again");
      await visitor.writing.text.fill("I know. But look at her.");
      await visitor.writing.file.setInputFiles(CHELSEA);
      await visitor.writing.preview("chelsea.jpg").waitFor();
      return visitor;
    }));

  it("the posts with a label", () =>
    show("label", async (options) => {
      const visitor = await web.visit({ path: "/?label=Cat", ...options });
      await visitor.label("She knows", "Cat").waitFor();
      return visitor;
    }));
});
