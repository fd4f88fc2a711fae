import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import classes from "./account-button.module.css";
import { Avatar } from "./avatar";
import { MenuButton } from "./menu-button";

const load = async () => (await import("./account-menu")).AccountMenu;

/** Shows who is logged in, and opens what that user can do. */
export function AccountButton({ user }: { user: string }): ReactElement {
  const { t } = useTranslation("app");
  return (
    <MenuButton label={t("account.open", { user })} load={load}>
      <Avatar name={user} size={32} />
      <bdi className={classes.name}>{user}</bdi>
    </MenuButton>
  );
}
