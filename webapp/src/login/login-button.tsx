import { Button } from "@mantine/core";
import { type JSX, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCloseOnHistory } from "../shell/close-on-history";
import { focusPageHeading } from "../shell/page-heading";
import { PartFailed, PartLoading } from "../shell/part-notice";
import { loginDialog } from "./lazy-login-dialog";

/** Opens the log-in. It is there while nobody is logged in, so once somebody is the focus goes to the page. */
export function LoginButton(): JSX.Element {
  const { t } = useTranslation("compose");
  const button = useRef<HTMLButtonElement>(null);
  const [opened, setOpened] = useState(false);
  const [shown, setShown] = useState(false);
  const close = () => {
    setOpened(false);
    button.current?.focus({ preventScroll: true });
  };
  useCloseOnHistory(opened, () => {
    setOpened(false);
    focusPageHeading();
  });
  return (
    <>
      <Button
        ref={button}
        h={40}
        variant="default"
        aria-haspopup="dialog"
        onClick={() => {
          setShown(true);
          setOpened(true);
        }}
        onPointerEnter={loginDialog.preload}
        onFocus={loginDialog.preload}
      >
        {t("login.open")}
      </Button>
      {shown && (
        <loginDialog.Lazy
          props={{ opened, close, done: focusPageHeading }}
          loading={opened && <PartLoading close={close} />}
          failed={(retry) => (opened ? <PartFailed retry={retry} close={close} /> : null)}
        />
      )}
    </>
  );
}
