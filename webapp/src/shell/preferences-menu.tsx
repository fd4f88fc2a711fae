import { isMantineColorScheme, Menu, useMantineColorScheme } from "@mantine/core";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../i18n";
import { isLanguage, LANGUAGES } from "../i18n/language";
import { announce } from "./announcer";
import type { LoadedMenuProps } from "./menu-button";
import { MENU_LAYOUT } from "./menu-layout";

const SCHEMES = ["auto", "light", "dark"] as const;

/** The choice of language and colour scheme, both kept for the next visit. */
export function PreferencesMenu({ opened, onChange, children }: LoadedMenuProps): ReactElement {
  const { t } = useTranslation("app");
  const { language, setLanguage } = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu opened={opened} onChange={onChange} {...MENU_LAYOUT}>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown aria-label={t("preferences.open")}>
        <Menu.Label>{t("preferences.language")}</Menu.Label>
        <Menu.RadioGroup
          value={language}
          onChange={(value) => {
            if (isLanguage(value)) setLanguage(value).catch(() => announce(t("error.part")));
          }}
        >
          {Object.entries(LANGUAGES).map(([code, name]) => (
            <Menu.RadioItem key={code} value={code} lang={code} mih={40}>
              {name}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Label>{t("preferences.appearance")}</Menu.Label>
        <Menu.RadioGroup
          value={colorScheme}
          onChange={(value) => {
            if (isMantineColorScheme(value)) setColorScheme(value);
          }}
        >
          {SCHEMES.map((scheme) => (
            <Menu.RadioItem key={scheme} value={scheme} mih={40}>
              {t(`preferences.${scheme}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
