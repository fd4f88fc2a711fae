import { CHELSEA } from "./pictures";
import { useWebApp, type Visitor } from "./web-app";

const web = useWebApp();

function documentLanguage(visitor: Visitor): Promise<string | null> {
  return visitor.page.locator("html").getAttribute("lang");
}

async function choose(visitor: Visitor, preferences: string, language: string): Promise<void> {
  await visitor.button(preferences).click();
  await visitor.page.getByRole("menuitemradio", { name: language, exact: true }).click();
}

it("speaks French where the browser asks for it", async () => {
  const zoe = await web.visit({ locale: "fr-FR", language: "fr", user: "Zoë" });
  expect(await documentLanguage(zoe)).toBe("fr");
  await zoe.write({ title: "Chelsea", text: "Elle dort toute la journée.", picture: CHELSEA });
  await zoe.label("Chelsea", "Cat").waitFor();
  expect(await zoe.cards("Chelsea").locator("time").first().textContent()).toBe(zoe.app("post.justNow"));
  await zoe.deleteButton("Chelsea").click();
  await zoe.undoButton("Chelsea").click();
  await zoe.cards("Chelsea").waitFor();
});

it("speaks English where the browser asks for a language that there is not", async () => {
  const visitor = await web.visit({ locale: "pt-BR" });
  await visitor.button(visitor.compose("login.open")).waitFor();
  expect(await documentLanguage(visitor)).toBe("en");
});

it("changes the language and keeps the choice over a reload", async () => {
  const french = await web.visit({ locale: "fr-CA", language: "fr" });
  await french.button(french.compose("login.open")).waitFor();
  await choose(french, french.app("preferences.open"), "English");
  const english = french.speaking("en");
  const logIn = english.button(english.compose("login.open"));
  await logIn.waitFor();
  expect(await documentLanguage(french)).toBe("en");
  await french.page.reload();
  await logIn.waitFor();
  expect(await documentLanguage(french)).toBe("en");

  await choose(french, english.app("preferences.open"), "Français");
  await french.button(french.compose("login.open")).waitFor();
  await french.page.reload();
  await french.button(french.compose("login.open")).waitFor();
  expect(await documentLanguage(french)).toBe("fr");
});
