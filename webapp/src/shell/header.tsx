import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { ComposerButton } from "../composer/composer-button";
import { LoginButton } from "../login/login-button";
import { useSession } from "../session/session";
import { AccountButton } from "./account-button";
import classes from "./header.module.css";
import { LabelSearch } from "./label-search";
import { PreferencesButton } from "./preferences-button";

/** The brand, the search and what can be done from every page. */
export function Header(): ReactElement {
  const { t } = useTranslation("app");
  const { user } = useSession();
  return (
    <header className={classes.header}>
      <Link href="/" className={classes.brand} aria-label={t("header.home")}>
        <img src="/icon.svg" alt="" width={32} height={32} />
        <span className={classes.name}>{t("brand")}</span>
      </Link>
      <search className={classes.search}>
        <LabelSearch />
      </search>
      <div className={classes.actions}>
        <div className={classes.compose}>
          <ComposerButton />
        </div>
        <PreferencesButton />
        {user === undefined ? <LoginButton /> : <AccountButton user={user} />}
      </div>
    </header>
  );
}
