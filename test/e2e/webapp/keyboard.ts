import type { Locator, Page } from "playwright-core";

/**
 * Presses a key as one who has no mouse and has to see where the focus is.
 *
 * @throws {Error} where nothing about the element that had the focus, or what stands right around it, told it from one
 * that has not.
 */
export async function press(page: Page, key: string): Promise<void> {
  const before = await page.evaluateHandle(() => {
    const measure = (element: Element | null): string => {
      if (element === null) return "";
      const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor } = getComputedStyle(element);
      return [outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor].join();
    };
    const look = (element: Element) => `${measure(element)} | ${measure(element.parentElement)}`;
    const focused = document.activeElement;
    return { focused, withFocus: focused && look(focused), look };
  });
  await page.keyboard.press(key);
  const unseen = await before.evaluate(({ focused, withFocus, look }) => {
    const isLeft = focused !== null && focused !== document.body && focused.isConnected;
    if (!isLeft || focused === document.activeElement || focused.matches("main, h1, article")) return undefined;
    return look(focused) === withFocus ? focused.outerHTML.slice(0, 300) : undefined;
  });
  if (unseen !== undefined) throw new Error(`It cannot be seen that this has the focus: ${unseen}`);
}

/** Presses Tab, or Shift+Tab, until the element has the focus, which has to be seen at each stop on the way. */
export async function tabTo(page: Page, target: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  for (let stops = 0; stops < 80; stops++) {
    await press(page, key);
    if (await hasFocus(target)) return;
  }
  throw new Error(`${key} does not reach ${target}.`);
}

/** Whether the element, or one of these, has the focus. */
export function hasFocus(target: Locator): Promise<boolean> {
  return target.evaluateAll((elements) => elements.some((element) => element === document.activeElement));
}

/** Whether the focus is anywhere in the element. */
export function holdsFocus(target: Locator): Promise<boolean> {
  return target.evaluateAll((elements) => elements.some((element) => element.contains(document.activeElement)));
}
