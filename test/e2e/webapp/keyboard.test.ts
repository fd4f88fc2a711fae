import { eventually } from "../../postagram";
import { hasFocus, holdsFocus, press, tabTo } from "./keyboard";
import { CHELSEA } from "./pictures";
import { useWebApp, type Visitor } from "./web-app";

const web = useWebApp();

async function visitWithoutMouse(user?: string): Promise<Visitor> {
  return web.visit({ reducedMotion: "reduce", ...(user !== undefined && { user }) });
}

/** Waits until the element has the focus. */
function focusOn(target: Parameters<typeof hasFocus>[0]): Promise<boolean> {
  return eventually(async () => (await hasFocus(target)) || undefined, 5);
}

it("goes from the log-in to a post, its deletion and the undo without a mouse", async () => {
  const ada = await visitWithoutMouse();
  const { page, app, compose } = ada;
  await ada.mainHeading.waitFor();

  await tabTo(page, ada.button(compose("login.open")));
  await press(page, "Enter");
  const login = ada.dialog(compose("login.title"));
  await focusOn(login.getByLabel(compose("login.name")));
  await page.keyboard.type("ada");
  await press(page, "Enter");
  await ada.account("ada").waitFor();

  await tabTo(page, ada.button(compose("composer.open")).filter({ visible: true }), "Shift+Tab");
  await press(page, "Enter");
  await focusOn(ada.writing.title);
  await page.keyboard.type("No mouse");
  await tabTo(page, ada.writing.text);
  await page.keyboard.type("Only keys.");
  await tabTo(page, ada.composer.getByRole("button", { name: compose("picture.choose"), exact: true }), "Shift+Tab");
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), press(page, "Enter")]);
  await chooser.setFiles(CHELSEA);
  await ada.writing.preview("chelsea.jpg").waitFor();
  await tabTo(page, ada.writing.submit);
  await press(page, "Enter");
  await ada.label("No mouse", "Cat").waitFor();

  await tabTo(page, ada.deleteButton("No mouse"));
  await press(page, "Enter");
  await focusOn(ada.undoButton("No mouse"));
  await press(page, "Enter");
  await ada.cards("No mouse").waitFor();
  await focusOn(ada.deleteButton("No mouse"));
  expect(
    await page
      .getByRole("status")
      .filter({ hasText: app("deletion.undone", { title: "No mouse" }) })
      .count(),
  ).toBe(1);
});

it("skips to the content", async () => {
  const { page, app } = await visitWithoutMouse();
  await page.getByRole("heading", { level: 1 }).waitFor();
  await press(page, "Tab");
  const skip = page.getByRole("link", { name: app("skip"), exact: true });
  expect(await hasFocus(skip)).toBe(true);
  expect((await skip.boundingBox())?.y).toBeGreaterThanOrEqual(0);
  await press(page, "Enter");
  expect(await hasFocus(page.getByRole("main"))).toBe(true);
});

it("keeps the focus in the composer while it is open, and gives it back", async () => {
  const ada = await visitWithoutMouse("ada");
  const open = ada.button(ada.compose("composer.open")).filter({ visible: true });
  await open.press("Enter");
  await focusOn(ada.writing.title);
  for (let stops = 0; stops < 15; stops++) {
    await press(ada.page, "Tab");
    expect(await holdsFocus(ada.composer)).toBe(true);
  }
  for (let stops = 0; stops < 15; stops++) {
    await press(ada.page, "Shift+Tab");
    expect(await holdsFocus(ada.composer)).toBe(true);
  }
  await ada.page.keyboard.press("Escape");
  await ada.composer.waitFor({ state: "hidden" });
  await focusOn(open);
});

it("keeps the focus in the log-in while it is open, and gives it back", async () => {
  const visitor = await visitWithoutMouse();
  const open = visitor.button(visitor.compose("login.open"));
  const login = visitor.dialog(visitor.compose("login.title"));
  await open.press("Enter");
  await focusOn(login.getByLabel(visitor.compose("login.name")));
  for (let stops = 0; stops < 8; stops++) {
    await press(visitor.page, "Tab");
    expect(await holdsFocus(login)).toBe(true);
  }
  await visitor.page.keyboard.press("Escape");
  await login.waitFor({ state: "hidden" });
  await focusOn(open);
});

it("opens the menus and chooses in them by arrow keys, and gives the focus back", async () => {
  const ada = await visitWithoutMouse("ada");
  const preferences = ada.button(ada.app("preferences.open"));
  await preferences.press("Enter");
  const dark = ada.page.getByRole("menuitemradio", { name: ada.app("preferences.dark"), exact: true });
  await dark.waitFor();
  for (let stops = 0; stops < 8 && !(await hasFocus(dark)); stops++) await press(ada.page, "ArrowDown");
  await press(ada.page, "Enter");
  await ada.page.locator('html[data-mantine-color-scheme="dark"]').waitFor();
  await ada.page.keyboard.press("Escape");
  await focusOn(preferences);

  await ada.account("ada").press("Enter");
  await ada.page.getByRole("menuitem", { name: ada.app("account.posts") }).waitFor();
  await ada.page.keyboard.press("Escape");
  await focusOn(ada.account("ada"));
});

it("puts the focus on the heading of a page that one goes to", async () => {
  await web.postagram.post("grace", "A way to go");
  const reader = await visitWithoutMouse();
  await reader.cards("A way to go").getByRole("link", { name: "A way to go", exact: true }).press("Enter");
  await reader.page.waitForURL("**/post/*");
  await focusOn(reader.mainHeading);
});

it("sends a post by Control and Enter", async () => {
  const ada = await visitWithoutMouse("ada");
  await ada.openComposer();
  await ada.writing.title.fill("In a hurry");
  await ada.writing.text.fill("Short.");
  await ada.writing.text.press("Control+Enter");
  await ada.cards("In a hurry").waitFor();
});

it("leads to what is missing where a post is sent too early", async () => {
  const ada = await visitWithoutMouse("ada");
  await ada.openComposer();
  await ada.writing.submit.press("Enter");
  await focusOn(ada.writing.title);
  const { title } = ada.writing;
  expect(await title.getAttribute("aria-invalid")).toBe("true");
  const describedBy = (await title.getAttribute("aria-describedby"))?.split(" ") ?? [];
  const descriptions = await Promise.all(describedBy.map((id) => ada.page.locator(`[id="${id}"]`).textContent()));
  expect(descriptions).toContain(ada.compose("composer.problem.titleEmpty"));
});
