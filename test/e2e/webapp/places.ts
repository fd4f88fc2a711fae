import { bare, fixture } from "../../postagram";
import { UNFIT_FILES } from "./pictures";
import type { VisitOptions, Visitor, WebApp } from "./web-app";

/** A page of the app, or a state that it can be in, with what has to be there for it. */
export interface Place {
  readonly name: string;
  reach(web: WebApp, options: VisitOptions): Promise<Visitor>;
}

/** Writes what the places show: pictures, labels, and texts and names that are as long as they can be. */
export async function fillPlaces({ postagram }: WebApp): Promise<void> {
  const story = Array.from({ length: 12 }, (_, line) => `Line ${line + 1} of a long story about a walk in the hills.`);
  await postagram.post("grace", "A long story", story.join("\n"));
  await postagram.post("W".repeat(64), "M".repeat(300), `https://example.com/${"w".repeat(300)}`);
  const chelsea = await postagram.post("ada", "Chelsea", "She sleeps all day.");
  await postagram.upload(chelsea, await fixture("chelsea.jpg"));
  await postagram.post("ada", "Words alone", "The picture will come.");
}

/** The browser's own line about an answer that a place is about. */
const NOT_FOUND = /^error: Failed to load resource: the server responded with a status of 404 \(Not Found\)/;
const REFUSED = /^error: Failed to load resource: the server responded with a status of 400 \(Bad Request\)/;

/** An answer as the service's own, to a post that it does not take. */
const BAD_REQUEST = { statusCode: 400, error: "Bad Request", message: "body is too long." };

export const EMPTY_FEED: Place = {
  name: "the empty feed",
  async reach(web, options) {
    const visitor = await web.visit(options);
    await visitor.page.getByText(visitor.app("feed.emptyTitle"), { exact: true }).waitFor();
    return visitor;
  },
};

/** The places that there are once `fillPlaces` has run. */
export const PLACES: readonly Place[] = [
  {
    name: "the feed",
    async reach(web, options) {
      const visitor = await web.visit(options);
      await visitor.label("Chelsea", "Cat").waitFor();
      return visitor;
    },
  },
  {
    name: "the feed of who is logged in, with a post deleted",
    async reach(web, options) {
      await web.postagram.post("ada", "One too many"); // leaving the page deletes it for good
      const visitor = await web.visit({ user: "ada", ...options });
      await visitor.button(visitor.compose("picture.addOf", { title: "Words alone" })).waitFor();
      await visitor.deleteButton("One too many").first().click();
      await visitor.undoButton("One too many").waitFor();
      return visitor;
    },
  },
  {
    name: "the posts with a label",
    async reach(web, options) {
      const visitor = await web.visit({ path: "/?label=Cat", ...options });
      await visitor.label("Chelsea", "Cat").waitFor();
      return visitor;
    },
  },
  {
    name: "a user's page",
    async reach(web, options) {
      const visitor = await web.visit({ path: "/user/ada", ...options });
      await visitor.label("Chelsea", "Cat").waitFor();
      return visitor;
    },
  },
  {
    name: "a post's page",
    async reach(web, options) {
      const { body } = await web.postagram.call<{ id: string }[]>("GET", "/posts?user=grace");
      const [post = { id: "" }] = body;
      const visitor = await web.visit({ path: `/post/${bare(post)}`, ...options });
      await visitor.cards("A long story").waitFor();
      return visitor;
    },
  },
  {
    name: "an address without a page",
    async reach(web, options) {
      const visitor = await web.visit({ path: "/nowhere", ...options });
      visitor.allow(NOT_FOUND);
      await visitor.page.getByRole("heading", { level: 1, name: visitor.app("notFound.title") }).waitFor();
      return visitor;
    },
  },
  {
    name: "the log-in with an error",
    async reach(web, options) {
      const visitor = await web.visit(options);
      await visitor.button(visitor.compose("login.open")).click();
      const login = visitor.dialog(visitor.compose("login.title"));
      await login.getByRole("button", { name: visitor.compose("login.submit"), exact: true }).click();
      await login.getByText(visitor.compose("login.problem.empty")).waitFor();
      return visitor;
    },
  },
  {
    name: "the composer with errors",
    async reach(web, options) {
      const visitor = await web.visit({ user: "ada", ...options });
      await visitor.openComposer();
      await visitor.writing.file.setInputFiles(UNFIT_FILES.otherKind);
      await visitor.composer.getByText(UNFIT_FILES.otherKind.name).waitFor();
      await visitor.writing.submit.click();
      await visitor.composer.getByText(visitor.compose("composer.problem.textEmpty")).waitFor();
      return visitor;
    },
  },
  {
    name: "the feed with a post that the service does not take",
    async reach(web, options) {
      const visitor = await web.visit({ user: "ada", ...options });
      visitor.allow(REFUSED);
      await visitor.page.route("**/posts", (route) =>
        route.request().method() === "POST" ? route.fulfill({ status: 400, json: BAD_REQUEST }) : route.continue(),
      );
      await visitor.write({ title: "Refused", text: "For no good reason." });
      await visitor.button(visitor.compose("outbox.retryOf", { title: "Refused" })).waitFor();
      return visitor;
    },
  },
  {
    name: "the open menus",
    async reach(web, options) {
      const visitor = await web.visit({ user: "ada", ...options });
      await visitor.button(visitor.app("preferences.open")).click();
      await visitor.page.getByRole("menuitemradio", { name: visitor.app("preferences.dark"), exact: true }).waitFor();
      return visitor;
    },
  },
];
