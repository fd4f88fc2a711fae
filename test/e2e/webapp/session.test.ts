import { useWebApp } from "./web-app";

const web = useWebApp();

it.each(["postagram.test", "localhost"])(
  "keeps who is logged in over a reload until they log out, on %s",
  async (host) => {
    const ada = await web.visit({ host });
    await ada.logIn("Ada Lovelace");
    await ada.page.reload();
    await ada.account("Ada Lovelace").waitFor();
    await ada.logOut("Ada Lovelace");
    await ada.button(ada.compose("login.open")).waitFor();
    await ada.page.reload();
    await ada.button(ada.compose("login.open")).waitFor();
  },
);

it("takes a name beyond Latin-1, under which the service stores the posts", async () => {
  const visitor = await web.visit({ user: "Żaneta 🌻" });
  await visitor.write({ title: "Sunflowers", text: "All the way to the river." });
  await visitor.cards("Sunflowers").waitFor();
  const { body } = await web.postagram.call("GET", "/posts?limit=1");
  expect(body).toMatchObject([{ user: "Żaneta 🌻", title: "Sunflowers" }]);
});

it("says what is wrong with a name that cannot be one", async () => {
  const visitor = await web.visit();
  const { page, compose } = visitor;
  await visitor.button(compose("login.open")).click();
  const login = visitor.dialog(compose("login.title"));
  const submit = login.getByRole("button", { name: compose("login.submit"), exact: true });
  await submit.click();
  await login.getByText(compose("login.problem.empty")).waitFor();
  const field = login.getByLabel(compose("login.name"));
  await field.fill("a/b");
  await submit.click();
  await login.getByText(compose("login.problem.characters")).waitFor();
  expect(await field.getAttribute("aria-invalid")).toBe("true");
  await page.keyboard.press("Escape");
  await login.waitFor({ state: "hidden" });
});

it("asks who writes before it opens the composer, and then opens it", async () => {
  const visitor = await web.visit();
  await visitor.button(visitor.compose("composer.open")).filter({ visible: true }).first().click();
  const login = visitor.dialog(visitor.compose("login.title"));
  await login.getByLabel(visitor.compose("login.name")).fill("grace");
  await login.getByRole("button", { name: visitor.compose("login.submit"), exact: true }).click();
  await visitor.fillIn({ title: "Straight on", text: "After the log-in." });
  await visitor.cards("Straight on").waitFor();
});

it("follows a log-in and a log-out in another tab", async () => {
  const visitor = await web.visit();
  const otherTab = await visitor.context.newPage();
  await otherTab.goto("/");
  await visitor.page.bringToFront(); // browsers slow down what is not seen
  await visitor.logIn("ada");
  await otherTab.getByRole("button", { name: visitor.app("account.open", { user: "ada" }) }).waitFor();
  await visitor.logOut("ada");
  await otherTab.getByRole("button", { name: visitor.compose("login.open"), exact: true }).waitFor();
});
