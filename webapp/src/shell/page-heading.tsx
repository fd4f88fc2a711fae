import { type ReactElement, type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { usePathname, useSearch } from "wouter/use-browser-location";
import classes from "./page-heading.module.css";

const HEADING_ID = "page-heading";

/** How the page came up: a link leads to its top, while back and forward keep the place the browser restores. */
let arrival: "link" | "history" | undefined;
/** The address whose heading is shown. */
let shown: string | undefined;

addEventListener("pushState", () => {
  arrival = "link";
  // A link to where one already is: no other page comes, so it leads to the top right away.
  if (shown === location.pathname + location.search) arrive(document.getElementById(HEADING_ID));
});
addEventListener("popstate", () => {
  arrival = "history";
});

function arrive(heading: HTMLElement | null): void {
  if (arrival === "link") scrollTo(0, 0);
  if (arrival !== undefined) heading?.focus({ preventScroll: true });
  arrival = undefined;
}

/** Puts the keyboard's focus on the page's main heading, without moving the page. */
export function focusPageHeading(): void {
  document.getElementById(HEADING_ID)?.focus({ preventScroll: true });
}

interface PageHeadingProps {
  /** Names the page in the browser's title; without it the title is the app's name. */
  readonly title?: string | undefined;
  /** Only for screen readers, where the page shows by other means what it is. */
  readonly hidden?: boolean;
  readonly children: ReactNode;
}

/** The one h1 of a page. It names the page, and takes the focus when one has come here by a link of the app. */
export function PageHeading({ title, hidden = false, children }: PageHeadingProps): ReactElement {
  const { t } = useTranslation("app");
  const heading = useRef<HTMLHeadingElement>(null);
  // As the browser has it, since it is compared with the browser's: the router's is decoded.
  const address = usePathname() + useSearch();

  useEffect(() => {
    document.title = title === undefined ? t("brand") : t("pageTitle", { page: title });
  }, [title, t]);

  useEffect(() => {
    shown = address;
    arrive(heading.current);
  }, [address]);

  return (
    <h1 id={HEADING_ID} ref={heading} tabIndex={-1} className={classes.heading} data-hidden={hidden || undefined}>
      {children}
    </h1>
  );
}
