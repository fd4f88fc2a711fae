import type { ReactElement, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ThemeColor } from "../theme/theme-color";
import { Announcer } from "./announcer";
import { ConnectionBanner } from "./connection-banner";
import { Header } from "./header";
import classes from "./shell.module.css";

const CONTENT_ID = "content";

/** What every page has around it. */
export function Shell({ children }: { children: ReactNode }): ReactElement {
  const { t } = useTranslation("app");
  return (
    <>
      <a
        className={classes.skip}
        href={`#${CONTENT_ID}`}
        onClick={(event) => {
          // By hand, so that the address stays as it is.
          event.preventDefault();
          document.getElementById(CONTENT_ID)?.focus();
        }}
      >
        {t("skip")}
      </a>
      <div className={classes.top}>
        <Header />
        <ConnectionBanner />
      </div>
      <main id={CONTENT_ID} tabIndex={-1} className={classes.content}>
        {children}
      </main>
      <Announcer />
      <ThemeColor />
    </>
  );
}
