import { Button } from "@mantine/core";
import IconMapOff from "@tabler/icons-react/dist/esm/icons/IconMapOff.mjs";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { Notice } from "../shell/notice";
import { PageHeading } from "../shell/page-heading";

/** Any address that leads nowhere. */
export function NotFoundPage(): ReactElement {
  const { t } = useTranslation("app");
  return (
    <Notice
      icon={<IconMapOff size={34} stroke={1.5} aria-hidden />}
      title={<PageHeading title={t("notFound.title")}>{t("notFound.title")}</PageHeading>}
      text={t("notFound.text")}
    >
      <Button h={40} component={Link} href="/">
        {t("notFound.home")}
      </Button>
    </Notice>
  );
}
