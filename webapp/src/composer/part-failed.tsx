import { Button } from "@mantine/core";
import type { JSX } from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";
import classes from "./part-failed.module.css";

/** Says that a dialog's code could not be fetched. */
export function PartFailed({ retry, close }: { retry: () => void; close: () => void }): JSX.Element {
  const { t } = useTranslation("compose");
  return createPortal(
    <div className={classes.notice} role="alert">
      <p className={classes.words}>{t("part.failed")}</p>
      <Button h={40} onClick={retry}>
        {t("part.retry")}
      </Button>
      <Button h={40} variant="default" onClick={close}>
        {t("part.close")}
      </Button>
    </div>,
    document.body,
  );
}
