import type { Locator, Page } from "playwright-core";
import type { Language } from "../../../webapp/src/i18n/language";
import { type Wording, wording } from "./wording";

export interface WrittenPost {
  readonly title: string;
  readonly text: string;
  /** Path of a file. */
  readonly picture?: string;
}

/** The page as its users know it: things by their roles and names, and what one does with them. */
export class AppPage {
  readonly app: Wording["app"];
  readonly compose: Wording["compose"];

  constructor(
    readonly page: Page,
    language: Language,
  ) {
    ({ app: this.app, compose: this.compose } = wording(language));
  }

  /** The same page, expected to speak another language. */
  speaking(language: Language): AppPage {
    return new AppPage(this.page, language);
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  dialog(name: string): Locator {
    return this.page.getByRole("dialog", { name, exact: true });
  }

  get mainHeading(): Locator {
    return this.page.getByRole("heading", { level: 1 });
  }

  /** All posts of the feed, or those with this title. Posts that are still on their way are not among them. */
  cards(title?: string): Locator {
    const heading = this.page.getByRole("heading", {
      level: 2,
      ...(title !== undefined && { name: title, exact: true }),
    });
    return this.page.getByRole("article").filter({ has: heading });
  }

  /** The posts on their way. */
  get outbox(): Locator {
    return this.page.getByRole("region", { name: this.compose("outbox.heading") }).getByRole("article");
  }

  /** A user's button in the header, there while that user is logged in. */
  account(user: string): Locator {
    return this.button(this.app("account.open", { user }));
  }

  async logIn(user: string): Promise<void> {
    await this.button(this.compose("login.open")).click();
    const dialog = this.dialog(this.compose("login.title"));
    await dialog.getByLabel(this.compose("login.name")).fill(user);
    await dialog.getByRole("button", { name: this.compose("login.submit"), exact: true }).click();
    await this.account(user).waitFor();
  }

  async logOut(user: string): Promise<void> {
    await this.account(user).click();
    await this.page.getByRole("menuitem", { name: this.app("account.logOut") }).click();
  }

  /** The dialog in which a post is written. */
  get composer(): Locator {
    return this.dialog(this.compose("composer.title"));
  }

  /** Fields and buttons of the composer. */
  get writing() {
    const { composer, compose } = this;
    return {
      title: composer.getByRole("textbox", { name: compose("composer.postTitle"), exact: true }),
      text: composer.getByRole("textbox", { name: compose("composer.text"), exact: true }),
      file: composer.locator('input[type="file"]').first(),
      preview: (name: string) => composer.getByRole("img", { name: compose("picture.preview", { name }), exact: true }),
      submit: composer.getByRole("button", { name: compose("composer.submit"), exact: true }),
    };
  }

  async openComposer(): Promise<void> {
    await this.button(this.compose("composer.open")).filter({ visible: true }).first().click();
    await this.writing.title.waitFor();
  }

  /** Fills in the composer, which has to be open, and sends the post on its way. */
  async fillIn({ title, text, picture }: WrittenPost): Promise<void> {
    await this.writing.title.fill(title);
    await this.writing.text.fill(text);
    if (picture !== undefined) {
      await this.writing.file.setInputFiles(picture);
      await this.writing.preview(picture.slice(picture.lastIndexOf("/") + 1)).waitFor();
    }
    await this.writing.submit.click();
    await this.composer.waitFor({ state: "hidden" });
  }

  async write(post: WrittenPost): Promise<void> {
    await this.openComposer();
    await this.fillIn(post);
  }

  /** A label of a post, by which one can filter. */
  label(title: string, label: string): Locator {
    const labels = this.cards(title).getByRole("list", { name: this.app("post.labels"), exact: true });
    return labels.getByRole("link", { name: label, exact: true });
  }

  picture(title: string): Locator {
    return this.cards(title).getByRole("img");
  }

  deleteButton(title: string): Locator {
    return this.button(this.app("post.delete", { title }));
  }

  undoButton(title: string): Locator {
    return this.button(this.app("deletion.undoOf", { title }));
  }

  newPostsHint(count: number): Locator {
    return this.button(this.app("feed.newPosts", { count }));
  }

  /** Titles of the posts shown, from top to bottom. */
  titles(): Promise<string[]> {
    return this.cards().getByRole("heading", { level: 2 }).allTextContents();
  }
}
