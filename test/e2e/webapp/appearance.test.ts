import { eventually } from "../../postagram";
import { EMPTY_FEED, fillPlaces, PLACES } from "./places";
import { useWebApp, type Visitor } from "./web-app";

const web = useWebApp();
const PHONE = { width: 360, height: 740 };
/** The smallest side of anything to be touched, in CSS pixels (WCAG 2.2, 2.5.8). */
const TARGET_SIZE = 24;

/** What lies partly beside the page, and what is too small to be touched. */
async function misfits({ page }: Visitor): Promise<string[]> {
  return page.evaluate((size) => {
    const found: string[] = [];
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) found.push(`The page is ${scrollWidth} px wide, and the window ${clientWidth} px.`);
    for (const target of document.querySelectorAll("a, button, input, textarea, [role^=menuitem], [role=option]")) {
      if (!target.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      // What stands in a running text has the height of its line.
      if (target.matches("p a, span a")) continue;
      const { width, height, left, right } = target.getBoundingClientRect();
      const words = `${target.tagName} "${target.getAttribute("aria-label") ?? target.textContent}"`;
      if (width < size || height < size) found.push(`${words} is ${width} × ${height} px.`);
      if (left < 0 || right > clientWidth) found.push(`${words} lies from ${left} to ${right} px.`);
    }
    return found;
  }, TARGET_SIZE);
}

function scheme({ page }: Visitor): Promise<{ scheme: string | null; ground: string }> {
  return page.evaluate(() => ({
    scheme: document.documentElement.getAttribute("data-mantine-color-scheme"),
    ground: getComputedStyle(document.body).backgroundColor,
  }));
}

describe("is dark or light", () => {
  it("as the system is, and follows it", async () => {
    const visitor = await web.visit({ colorScheme: "dark" });
    await visitor.mainHeading.waitFor({ state: "attached" });
    const dark = await scheme(visitor);
    expect(dark.scheme).toBe("dark");
    await visitor.page.emulateMedia({ colorScheme: "light" });
    await visitor.page.locator('html[data-mantine-color-scheme="light"]').waitFor();
    expect((await scheme(visitor)).ground).not.toBe(dark.ground);
  });

  it("as it was chosen, from the first paint on after a reload", async () => {
    const visitor = await web.visit({ colorScheme: "light" });
    await visitor.button(visitor.app("preferences.open")).click();
    await visitor.page.getByRole("menuitemradio", { name: visitor.app("preferences.dark"), exact: true }).click();
    await visitor.page.locator('html[data-mantine-color-scheme="dark"]').waitFor();
    const dark = await scheme(visitor);
    // The app does not start: what is seen is what stands before it.
    await visitor.page.route("**/assets/*.js", () => undefined);
    await visitor.page.reload({ waitUntil: "commit" });
    await visitor.page.locator("body").waitFor();
    await eventually(async () => (await scheme(visitor)).ground === dark.ground || undefined, 5);
    await visitor.page.unroute("**/assets/*.js");
    await visitor.page.reload();
    await visitor.mainHeading.waitFor({ state: "attached" });
    expect(await scheme(visitor)).toEqual(dark);
  });
});

it("changes between dark and light where the browser keeps nothing", async () => {
  const visitor = await web.visit({ colorScheme: "light" });
  await visitor.page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", {
      get() {
        throw new DOMException("Storage is forbidden.", "SecurityError");
      },
    });
  });
  await visitor.page.reload();
  await visitor.button(visitor.app("preferences.open")).click();
  await visitor.page.getByRole("menuitemradio", { name: visitor.app("preferences.dark"), exact: true }).click();
  await visitor.page.locator('html[data-mantine-color-scheme="dark"]').waitFor();
});

it.each([
  ["en", undefined],
  ["en", "ada"],
  ["fr", undefined],
  ["fr", "ada"],
] as const)("cuts no word of the search field on a phone, in %s, for %s", async (language, user) => {
  const locale = language === "fr" ? "fr-FR" : "en-GB";
  const visitor = await web.visit({ viewport: PHONE, hasTouch: true, language, locale, ...(user && { user }) });
  const field = visitor.page.getByRole("search").getByRole("textbox");
  const words = await field.evaluate(async (input) => {
    await document.fonts.ready;
    const style = getComputedStyle(input);
    const placeholder = getComputedStyle(input, "::placeholder");
    const context = document.createElement("canvas").getContext("2d");
    if (context === null || !(input instanceof HTMLInputElement)) throw new Error("This is no search field.");
    context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    return {
      isShown: placeholder.color !== "rgba(0, 0, 0, 0)",
      width: context.measureText(input.placeholder).width,
      room: input.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight),
    };
  });
  if (words.isShown) expect(words.width).toBeLessThanOrEqual(words.room);
});

describe("fits a window of 360 px, with everything large enough to be touched:", () => {
  it(`${EMPTY_FEED.name}`, async () => {
    expect(await misfits(await EMPTY_FEED.reach(web, { viewport: PHONE, hasTouch: true }))).toEqual([]);
  });

  describe("once there are posts,", () => {
    beforeAll(() => fillPlaces(web));

    it.each(PLACES)("$name", async (place) => {
      expect(await misfits(await place.reach(web, { viewport: PHONE, hasTouch: true }))).toEqual([]);
    });
  });
});

it("lets nothing move where motion is to be reduced", async () => {
  const visitor = await web.visit({ reducedMotion: "reduce", user: "ada" });
  await visitor.page.evaluate(() => {
    const moving = new Set<string>();
    const watch = () => {
      for (const animation of document.getAnimations()) {
        const timing = animation.effect?.getComputedTiming();
        const target = animation.effect instanceof KeyframeEffect ? animation.effect.target : null;
        if (Number(timing?.duration) * Number(timing?.iterations) > 10)
          moving.add(target?.outerHTML.slice(0, 200) ?? "?");
      }
      document.documentElement.dataset.moving = JSON.stringify([...moving]);
      requestAnimationFrame(watch);
    };
    watch();
  });
  await visitor.write({ title: "Still", text: "Nothing moves." });
  await visitor.deleteButton("Still").click();
  await visitor.undoButton("Still").click();
  await visitor.button(visitor.app("preferences.open")).click();
  await visitor.page.getByRole("menuitemradio", { name: visitor.app("preferences.dark"), exact: true }).click();
  await visitor.page.locator('html[data-mantine-color-scheme="dark"]').waitFor();
  expect(
    JSON.parse((await visitor.page.locator("html").getAttribute("data-moving")) ?? '["nothing was seen"]'),
  ).toEqual([]);
});
