import { Modal } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { DialogTitle } from "../shell/dialog-title";
import classes from "./composer-dialog.module.css";
import { PostForm } from "./post-form";

export interface ComposerDialogProps {
  readonly opened: boolean;
  readonly close: () => void;
  /** Called once the post is on its way. */
  readonly posted: () => void;
  /** A picture that was dropped on the page or pasted. */
  readonly incoming: File | undefined;
  readonly takeIncoming: () => void;
}

/** Where a post is written. Closing it, by whatever way, loses nothing. */
export function ComposerDialog({ opened, close, posted, incoming, takeIncoming }: ComposerDialogProps): JSX.Element {
  const { t } = useTranslation("compose");
  const phone = useMediaQuery("(max-width: 36em)", undefined, { getInitialValueInEffect: false });
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={<DialogTitle>{t("composer.title")}</DialogTitle>}
      size="lg"
      radius={phone ? 0 : "lg"}
      fullScreen={phone}
      yOffset="6vh"
      returnFocus={false}
      closeButtonProps={{ "aria-label": t("composer.close"), size: 40 }}
      // Mantine makes the title bar a <header>, which in a dialog would pass for another banner of the page.
      attributes={{ header: { role: "presentation" } }}
      classNames={{ content: classes.content, body: classes.body }}
    >
      <PostForm opened={opened} posted={posted} incoming={incoming} takeIncoming={takeIncoming} />
    </Modal>
  );
}
