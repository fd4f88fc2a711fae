import { useWebApp } from "./webapp/web-app";

const web = useWebApp();

describe.each(["localhost", "postagram.test"])("on http://%s", (host) => {
  it("shows the API, where a call can be tried out, without a complaint", async () => {
    const { page } = await web.visit({ host, path: "/docs/" });
    await page.locator("#operations-operation-getHealth, [id*=health]").first().click();
    await page.getByRole("button", { name: "Execute" }).click();
    await page.locator(".live-responses-table .response-col_status", { hasText: "200" }).waitFor();
  });

  it("lets a page show no picture of elsewhere, and run no script that is written into it", async () => {
    const visitor = await web.visit({ host });
    const violations = visitor.page.evaluate(() => {
      const directives: string[] = [];
      return new Promise<string[]>((resolve) => {
        document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
          directives.push(effectiveDirective);
          if (directives.length === 2) resolve(directives.sort());
        });
        const picture = document.createElement("img");
        picture.src = "http://127.0.0.1:9/other.jpg";
        const script = document.createElement("script");
        script.textContent = "document.title = 'taken over'";
        document.body.append(picture, script);
      });
    });
    expect(await violations).toEqual(["img-src", "script-src-elem"]);
    expect(await visitor.page.title()).not.toBe("taken over");
    visitor.allow(/^request to another host: GET http:\/\/127\.0\.0\.1:9\/other\.jpg$/); // it is not let out
    visitor.allow(
      /^error: (Loading the image|Executing inline script) .*violates the following Content Security Policy/,
    );
  });
});
