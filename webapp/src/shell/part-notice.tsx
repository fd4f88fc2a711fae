import { Button, Loader } from "@mantine/core";
import type { JSX } from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";
import classes from "./part-notice.module.css";

/** Says that a dialog's code is being fetched; not at once, since mostly it is there before one could read that. */
export function PartLoading({ close }: { close: () => void }): JSX.Element {
  const { t } = useTranslation("compose");
  return createPortal(
    <div className={classes.notice} data-loading role="status">
      <Loader size={20} aria-hidden />
      <span className={classes.loading}>{t("part.loading")}</span>
      <CloseButton close={close} />
    </div>,
    document.body,
  );
}

/** Says that a dialog's code could not be fetched. */
export function PartFailed({ retry, close }: { retry: () => void; close: () => void }): JSX.Element {
  const { t } = useTranslation("compose");
  return createPortal(
    <div className={classes.notice} role="alert">
      <p className={classes.words}>{t("part.failed")}</p>
      <Button h={40} onClick={retry}>
        {t("part.retry")}
      </Button>
      <CloseButton close={close} />
    </div>,
    document.body,
  );
}

function CloseButton({ close }: { close: () => void }): JSX.Element {
  const { t } = useTranslation("compose");
  return (
    <Button h={40} variant="default" onClick={close}>
      {t("part.close")}
    </Button>
  );
}
