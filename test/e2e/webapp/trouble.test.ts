import type { Post } from "../../../webservice/posts/post";
import { eventually } from "../../postagram";
import { AppPage } from "./app-page";
import { CHELSEA, noise } from "./pictures";
import { useWebApp, type Visitor } from "./web-app";

const web = useWebApp();
afterEach(() => web.postagram.start());

/** The browser's own line about a request that got no answer. */
const NO_ANSWER =
  /^error: Failed to load resource: net::ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|FAILED|INTERNET_DISCONNECTED|SOCKET_NOT_CONNECTED)/;

/** How many posts the service has under this title. */
async function stored(title: string): Promise<Post[]> {
  const { body } = await web.postagram.call<Post[]>("GET", "/posts");
  return body.filter((post) => post.title === title);
}

/** Requests to upload to the bucket. */
function isUpload(url: URL): boolean {
  return url.origin === web.postagram.bucketOrigin;
}

function banner(visitor: Visitor, state: "offline" | "unreachable") {
  return visitor.page.getByText(visitor.app(`connection.${state}`), { exact: true });
}

it("offers to upload a picture again that the bucket refused three times, and writes no second post", async () => {
  const ada = await web.visit({ user: "ada" });
  ada.allow(/^error: Failed to load resource: the server responded with a status of 500/);
  let refusals = 3;
  await ada.page.route(isUpload, async (route) => {
    if (route.request().method() !== "PUT" || refusals-- <= 0) return route.continue();
    await route.fulfill({ status: 500, headers: { "access-control-allow-origin": "*" }, body: "" });
  });
  await ada.write({ title: "Second try", text: "The first one failed.", picture: CHELSEA });
  const retry = ada.cards("Second try").getByRole("button", { name: ada.compose("picture.retryUpload"), exact: true });
  await retry.click({ timeout: 20_000 });
  await ada.label("Second try", "Cat").waitFor();
  expect(await stored("Second try")).toHaveLength(1);
});

it("uploads a picture again by itself where the line broke, though the service answers", async () => {
  const ada = await web.visit({ user: "ada" });
  ada.allow(NO_ANSWER);
  let cuts = 1;
  await ada.page.route(isUpload, async (route) => {
    if (route.request().method() === "PUT" && cuts-- > 0) await route.abort();
    else await route.continue();
  });
  await ada.write({ title: "Cut off", text: "The line broke.", picture: CHELSEA });
  await ada.label("Cut off", "Cat").waitFor();
  expect(cuts).toBeLessThan(0);
  expect(await stored("Cut off")).toHaveLength(1);
});

it("gives an upload up that no longer moves, and begins anew", async () => {
  const ada = await web.visit({ user: "ada" });
  ada.allow(NO_ANSWER);
  await ada.page.clock.install();
  let hangs = 1;
  await ada.page.route(isUpload, async (route) => {
    if (route.request().method() === "PUT" && hangs-- > 0) return;
    await route.continue();
  });
  const begun = ada.page.waitForRequest((request) => request.method() === "PUT");
  await ada.write({ title: "Stuck", text: "Nothing moves.", picture: CHELSEA });
  await begun;
  const givenUp = ada.page.waitForEvent("requestfailed");
  await ada.page.clock.fastForward(31_000);
  expect((await givenUp).method()).toBe("PUT");
  await ada.label("Stuck", "Cat").waitFor();
  expect(await stored("Stuck")).toHaveLength(1);
});

it("goes on in another tab with an upload whose tab was closed", async () => {
  const ada = await web.visit({ user: "ada" });
  ada.allow(NO_ANSWER);
  await ada.context.route(isUpload, (route) => (route.request().method() === "PUT" ? undefined : route.continue()));
  const begun = ada.page.waitForRequest((request) => request.method() === "PUT");
  await ada.write({ title: "Closed", text: "In the middle.", picture: CHELSEA });
  await begun;
  await ada.page.close();
  await ada.context.unroute(isUpload);
  const next = new AppPage(await ada.context.newPage(), "en");
  await next.page.goto("/");
  await next.label("Closed", "Cat").waitFor();
});

it("stops an upload that is cancelled, and takes another picture then", async () => {
  const ada = await web.visit({ user: "ada" });
  ada.allow(NO_ANSWER);
  await ada.page.route(isUpload, () => undefined); // the upload hangs
  await ada.write({ title: "Wrong picture", text: "Not this one.", picture: CHELSEA });
  const cancelled = ada.page.waitForEvent("requestfailed");
  await ada
    .cards("Wrong picture")
    .getByRole("button", { name: ada.compose("picture.cancelUpload") })
    .click();
  expect((await cancelled).method()).toBe("PUT");
  await ada.page.unroute(isUpload);
  const add = ada.button(ada.compose("picture.addOf", { title: "Wrong picture" }));
  const [chooser] = await Promise.all([ada.page.waitForEvent("filechooser"), add.click()]);
  await chooser.setFiles(CHELSEA);
  await ada.label("Wrong picture", "Cat").waitFor();
});

it("shows how far an upload is, as the bytes leave", async () => {
  const ada = await web.visit({ user: "ada" });
  const line = { offline: false, latency: 0, downloadThroughput: -1 };
  await ada.openComposer();
  await ada.writing.title.fill("Slowly");
  await ada.writing.text.fill("Over a thin line.");
  await ada.writing.file.setInputFiles({ name: "noise.jpg", mimeType: "image/jpeg", buffer: await noise() });
  await ada.writing.preview("noise.jpg").waitFor();
  await ada.cdp.send("Network.enable");
  await ada.cdp.send("Network.emulateNetworkConditions", { ...line, uploadThroughput: 500_000 });
  await ada.writing.submit.click();
  const progress = ada.cards("Slowly").getByRole("progressbar", { name: ada.compose("picture.progress") });
  const seen = new Set<number>();
  await eventually(async () => {
    const share = Number(await progress.getAttribute("aria-valuenow", { timeout: 5000 }));
    if (share > 0 && share < 100) seen.add(share);
    return seen.size >= 3 || undefined;
  });
  expect([...seen]).toEqual([...seen].sort((a, b) => a - b));
  await ada.cdp.send("Network.emulateNetworkConditions", { ...line, uploadThroughput: -1 });
  await ada.picture("Slowly").waitFor();
  await progress.waitFor({ state: "hidden" });
});

it.each(["SIGTERM", "SIGKILL"] as const)(
  "keeps what is typed and sent while the service is gone (%s)",
  async (signal) => {
    const title = `Through ${signal}`;
    const ada = await web.visit({ user: "ada" });
    ada.allow(NO_ANSWER);
    await ada.openComposer();
    await ada.writing.title.fill(title);
    await web.postagram.end(signal);
    await ada.writing.text.fill("Typed while nobody answers.");
    await ada.writing.file.setInputFiles(CHELSEA);
    await ada.writing.preview("chelsea.jpg").waitFor();
    await ada.writing.submit.click();
    await banner(ada, "unreachable").waitFor();
    await ada.outbox.filter({ hasText: title }).getByText(ada.compose("outbox.waiting")).waitFor();

    await web.postagram.start();
    await ada.label(title, "Cat").waitFor({ timeout: 30_000 });
    await banner(ada, "unreachable").waitFor({ state: "hidden" });
    expect(await ada.outbox.count()).toBe(0);
    expect(await stored(title)).toHaveLength(1);
  },
);

it("keeps a draft, with its picture, and a post on its way over a reload of the page", async () => {
  const ada = await web.visit({ user: "ada" });
  ada.allow(NO_ANSWER);
  await ada.page.route("**/posts", (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
  await ada.write({ title: "On its way", text: "Sent, but not received.", picture: CHELSEA });
  await ada.outbox.filter({ hasText: "On its way" }).waitFor();
  await ada.openComposer();
  await ada.writing.title.fill("Half a draft");
  await ada.writing.file.setInputFiles(CHELSEA);
  await ada.writing.preview("chelsea.jpg").waitFor();
  await ada.page.reload();
  await ada.outbox.filter({ hasText: "On its way" }).waitFor();
  await ada.page.unroute("**/posts");
  await ada.label("On its way", "Cat").waitFor({ timeout: 20_000 });
  expect(await stored("On its way")).toHaveLength(1);
  await ada.openComposer();
  expect(await ada.writing.title.inputValue()).toBe("Half a draft");
  await ada.writing.preview("chelsea.jpg").waitFor();
});

it("takes a post back whose answer was lost", async () => {
  const ada = await web.visit({ user: "ada" });
  ada.allow(NO_ANSWER);
  let lost = 0;
  await ada.page.route("**/posts", async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    lost += 1;
    if (lost === 1) await route.fetch({ url: route.request().url().replace("postagram.test", "127.0.0.1") });
    await route.abort();
  });
  await ada.write({ title: "Second thoughts", text: "Better not." });
  await ada.outbox.filter({ hasText: "Second thoughts" }).getByText(ada.compose("outbox.waiting")).waitFor();
  expect(await stored("Second thoughts")).toHaveLength(1);
  await ada.button(ada.compose("outbox.cancelOf", { title: "Second thoughts" })).click();
  await ada.outbox.first().waitFor({ state: "hidden" });
  await ada.page.reload();
  await ada.page.unroute("**/posts");
  await eventually(async () => (await stored("Second thoughts")).length === 0 || undefined);
});

it("says that it is offline, and sends what was posted meanwhile once it is not", async () => {
  const ada = await web.visit({ user: "ada" });
  ada.allow(NO_ANSWER);
  await ada.openComposer();
  await ada.context.setOffline(true);
  await banner(ada, "offline").waitFor();
  await ada.fillIn({ title: "From the tunnel", text: "No signal here.", picture: CHELSEA });
  await ada.outbox.filter({ hasText: "From the tunnel" }).getByText(ada.compose("outbox.waiting")).waitFor();
  await ada.context.setOffline(false);
  await ada.label("From the tunnel", "Cat").waitFor({ timeout: 20_000 });
  await banner(ada, "offline").waitFor({ state: "hidden" });
  expect(await stored("From the tunnel")).toHaveLength(1);
});

it("stores one post where the service's answer is lost", async () => {
  const ada = await web.visit({ user: "ada" });
  ada.allow(NO_ANSWER);
  let lost = 0;
  await ada.page.route("**/posts", async (route) => {
    if (route.request().method() !== "POST" || lost > 0) return route.continue();
    lost += 1;
    // Node does not know the browser's host name.
    await route.fetch({ url: route.request().url().replace("postagram.test", "127.0.0.1") });
    await route.abort();
  });
  await ada.write({ title: "Answer lost", text: "It arrived all the same." });
  await ada.cards("Answer lost").waitFor({ timeout: 20_000 });
  expect(lost).toBe(1);
  expect(await stored("Answer lost")).toHaveLength(1);
  expect(await ada.cards("Answer lost").count()).toBe(1);
});

it("says so and offers a retry where the first page of the feed does not come", async () => {
  const ada = await web.visit({ path: "/docs/" });
  ada.allow(/^error: Failed to load resource: the server responded with a status of 500/);
  let failures = 0;
  await ada.page.route("**/posts?*", async (route) => {
    failures += 1;
    await route.fulfill({ status: 500, json: { statusCode: 500, error: "Internal Server Error", message: "oops" } });
  });
  await ada.page.goto("/");
  await ada.page.getByText(ada.app("feed.failed"), { exact: true }).waitFor({ timeout: 30_000 });
  await ada.page.unroute("**/posts?*");
  await ada.button(ada.app("error.retry")).click();
  await ada.cards().first().waitFor();
  expect(failures).toBeGreaterThan(0);
  await eventually(async () => (await ada.page.getByText(ada.app("feed.failed")).isHidden()) || undefined);
});
