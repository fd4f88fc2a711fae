import { Button } from "@mantine/core";
import { type ReactElement, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useConnection } from "../connection/connection";
import { announce } from "./announcer";
import classes from "./connection-banner.module.css";

/** Says that the service cannot be had, and that nothing is lost, for as long as it is so. */
export function ConnectionBanner(): ReactElement {
  const { t } = useTranslation("app");
  const { state, retryNow } = useConnection();
  const wasAway = useRef(false);

  useEffect(() => {
    if (state === "online" && wasAway.current) announce(t("connection.back"));
    wasAway.current = state !== "online";
  }, [state, t]);

  return (
    <div role="status">
      {state !== "online" && (
        <div className={classes.banner}>
          <p className={classes.text}>
            <strong>{t(`connection.${state}`)}</strong> {t("connection.kept")}
          </p>
          <Button className={classes.action} size="compact-sm" h={40} variant="transparent" onClick={retryNow}>
            {t("connection.tryNow")}
          </Button>
        </div>
      )}
    </div>
  );
}
