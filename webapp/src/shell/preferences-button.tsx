import IconAdjustmentsHorizontal from "@tabler/icons-react/dist/esm/icons/IconAdjustmentsHorizontal.mjs";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { MenuButton } from "./menu-button";

const load = async () => (await import("./preferences-menu")).PreferencesMenu;

/** Opens the choice of language and colour scheme. */
export function PreferencesButton(): ReactElement {
  const { t } = useTranslation("app");
  return (
    <MenuButton label={t("preferences.open")} load={load}>
      <IconAdjustmentsHorizontal size={20} stroke={1.75} aria-hidden />
    </MenuButton>
  );
}
