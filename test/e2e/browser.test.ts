import { type Browser, chromium, type Page } from "playwright-core";
import { bare, fixture, startPostagram, type TestPostagram } from "../postagram";

/** A name that is not localhost, as a load balancer's: no secure context for a browser. */
const PLAIN_HOST = "postagram.test";

let postagram: TestPostagram;
let browser: Browser;
beforeAll(async () => {
  postagram = await startPostagram();
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      `--host-resolver-rules=MAP ${PLAIN_HOST} 127.0.0.1`,
    ],
  });
});
afterAll(async () => {
  await browser?.close();
  await postagram?.stop();
});

/** Opens a page of the webservice and collects what the console complains of. */
async function open(host: string, path: string): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(`http://${host}:${new URL(postagram.url).port}${path}`);
  return { page, complaints };
}

describe.each(["127.0.0.1", PLAIN_HOST])("on http://%s", (host) => {
  it("shows the first page without a complaint", async () => {
    const { page, complaints } = await open(host, "/");
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Postagram");
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("shows the API, where a call can be tried out, without a complaint", async () => {
    const { page, complaints } = await open(host, "/docs/");
    await page.locator("#operations-operation-getHealth, [id*=health]").first().click();
    await page.getByRole("button", { name: "Execute" }).click();
    await page.locator(".live-responses-table .response-col_status", { hasText: "200" }).waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("lets a page upload a picture to the bucket and show it, and one of elsewhere not", async () => {
    const post = await postagram.post("ada");
    const { page, complaints } = await open(host, "/");
    const picture = (await fixture("chelsea.jpg")).toString("base64");
    const width = await page.evaluate(
      async ({ id, data }) => {
        const headers = { authorization: "ada" };
        const query = new URLSearchParams({ filename: "c.jpg", filetype: "image/jpeg", postId: id });
        const { uploadURL } = await (await fetch(`/signedUrlPut?${query}`, { headers })).json();
        const body = Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
        const put = await fetch(uploadURL, { method: "PUT", body, headers: { "content-type": "image/jpeg" } });
        if (!put.ok) throw new Error(`upload: ${put.status}`);
        for (;;) {
          const { image } = await (await fetch(`/posts/${id}`)).json();
          if (image === undefined) continue;
          const element = document.createElement("img");
          element.src = image;
          await element.decode();
          return element.naturalWidth;
        }
      },
      { id: bare(post), data: picture },
    );
    expect(width).toBe(451);
    expect(complaints).toEqual([]);
    await page.evaluate(() => {
      const element = document.createElement("img");
      element.src = "http://127.0.0.1:9/other.jpg";
      document.body.append(element);
      return new Promise((resolve) => element.addEventListener("error", resolve));
    });
    expect(complaints.join()).toContain("Content Security Policy");
    await page.close();
  });
});
