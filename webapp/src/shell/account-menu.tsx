import { Menu } from "@mantine/core";
import IconLogout from "@tabler/icons-react/dist/esm/icons/IconLogout.mjs";
import IconPhoto from "@tabler/icons-react/dist/esm/icons/IconPhoto.mjs";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { useSession } from "../session/session";
import classes from "./account-menu.module.css";
import { userAddress } from "./addresses";
import { announce } from "./announcer";
import type { LoadedMenuProps } from "./menu-button";
import { MENU_LAYOUT } from "./menu-layout";
import { focusPageHeading } from "./page-heading";

/** What who is logged in can do: see the own posts, log out. */
export function AccountMenu({ opened, onChange, children }: LoadedMenuProps): ReactElement | null {
  const { t } = useTranslation("app");
  const { user, logOut } = useSession();
  const [, navigate] = useLocation();
  if (user === undefined) return null;
  return (
    <Menu opened={opened} onChange={onChange} {...MENU_LAYOUT}>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown aria-label={t("account.open", { user })}>
        <Menu.Label>
          {t("account.loggedInAs")}
          <b className={classes.name}>
            <bdi>{user}</bdi>
          </b>
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item
          mih={40}
          leftSection={<IconPhoto size={18} stroke={1.75} aria-hidden />}
          onClick={() => navigate(userAddress(user))}
        >
          {t("account.posts")}
        </Menu.Item>
        <Menu.Item
          mih={40}
          leftSection={<IconLogout size={18} stroke={1.75} aria-hidden />}
          onClick={() => {
            // The menu's button goes, and the focus with it.
            focusPageHeading();
            logOut();
            announce(t("account.loggedOut"));
          }}
        >
          {t("account.logOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
