import { Button } from "@mantine/core";
import IconPlus from "@tabler/icons-react/dist/esm/icons/IconPlus.mjs";
import { type JSX, useRef } from "react";
import { useTranslation } from "react-i18next";
import { ComposerHost, preloadComposer } from "./composer-host";
import { openComposer } from "./composer-opening";

/** The prominent "New post" button; where nobody is logged in, the log-in comes first. Once a page: it hosts the dialog. */
export function ComposerButton(): JSX.Element {
  const { t } = useTranslation("compose");
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Button
        ref={button}
        h={40}
        leftSection={<IconPlus size={18} stroke={2.25} aria-hidden />}
        aria-haspopup="dialog"
        onClick={() => openComposer()}
        onPointerEnter={preloadComposer}
        onFocus={preloadComposer}
      >
        {t("composer.open")}
      </Button>
      <ComposerHost button={button} />
    </>
  );
}
