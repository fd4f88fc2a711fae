import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type CDPSession,
  chromium,
} from "playwright-core";
import type { Language } from "../../../webapp/src/i18n/language";
import { AppPage } from "./app-page";
import { type PostagramProcess, startPostagramProcess } from "./postagram-process";

/** A name that is not localhost, as a load balancer's: no secure context for a browser. */
const PLAIN_HOST = "postagram.test";

/** Starts Debian's Chromium, in which `postagram.test` is this machine. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
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
}

export interface VisitOptions extends BrowserContextOptions {
  /** @default postagram.test */
  readonly host?: string;
  /** @default "/" */
  readonly path?: string;
  /** Language that the app is expected to speak. @default "en" */
  readonly language?: Language;
  /** Who logs in first, through the page. */
  readonly user?: string;
}

/** Somebody in a browser of their own. */
export interface Visitor extends AppPage {
  readonly context: BrowserContext;
  readonly cdp: CDPSession;
  /** Takes this for no fault, of all that the test would fail of. */
  allow(finding: RegExp): void;
}

export interface WebApp {
  readonly postagram: PostagramProcess;
  /** Opens the app in a browser context of its own, which is closed, and what it did examined, after the test. */
  visit(options?: VisitOptions): Promise<Visitor>;
}

/**
 * Runs `npm start` and a browser for the tests of a file.
 *
 * After each test the console of every page has to be empty of errors and warnings, every request has to have gone to the
 * app's own origin or to the bucket's, and every page to have a content security policy.
 */
export function useWebApp(): WebApp {
  let postagram: PostagramProcess | undefined;
  let browser: Browser | undefined;
  let visits: { context: BrowserContext; findings: () => string[] }[] = [];

  beforeAll(async () => {
    [postagram, browser] = await Promise.all([startPostagramProcess(), launchChromium()]);
  });
  afterEach(async () => {
    const open = visits;
    visits = [];
    await Promise.all(open.map(({ context }) => context.close()));
    expect(open.flatMap(({ findings }) => findings())).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await postagram?.remove();
  });

  const running = (): { postagram: PostagramProcess; browser: Browser } => {
    if (postagram === undefined || browser === undefined) throw new Error("Not before the tests have begun.");
    return { postagram, browser };
  };
  return {
    get postagram() {
      return running().postagram;
    },
    async visit({ host = PLAIN_HOST, path = "/", language = "en", user, ...options } = {}) {
      const origin = `http://${host}:${running().postagram.port}`;
      const context = await running().browser.newContext({ baseURL: origin, locale: "en-GB", ...options });
      const examination = examine(context, [origin, running().postagram.bucketOrigin]);
      visits.push({ context, findings: examination.findings });
      const page = await context.newPage();
      page.setDefaultTimeout(10_000);
      const cdp = await context.newCDPSession(page);
      const appPage = new AppPage(page, language);
      await page.goto(path);
      if (user !== undefined) await appPage.logIn(user);
      return Object.assign(appPage, { context, cdp, allow: examination.allow });
    },
  };
}

/** Collects what a browser complains of, and requests to places that none should go to. */
function examine(context: BrowserContext, origins: readonly string[]) {
  const found: string[] = [];
  const allowed: RegExp[] = [];
  context.on("console", (message) => {
    if (!["error", "warning"].includes(message.type())) return;
    found.push(`${message.type()}: ${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (webError) => found.push(`uncaught: ${webError.error().stack}`));
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (["data:", "blob:"].includes(url.protocol) || origins.includes(url.origin)) return;
    found.push(`request to another host: ${request.method()} ${request.url()}`);
  });
  context.on("response", (response) => {
    const isPage = response.request().resourceType() === "document" && response.url().startsWith("http");
    if (!isPage || response.headers()["content-security-policy"]) return;
    found.push(`page without a content security policy: ${response.status()} ${response.url()}`);
  });
  return {
    allow: (finding: RegExp) => void allowed.push(finding),
    findings: () => found.filter((finding) => !allowed.some((pattern) => pattern.test(finding))),
  };
}
