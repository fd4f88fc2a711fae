import { Button } from "@mantine/core";
import { type CSSProperties, type ReactElement, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Post } from "../api/posts-api";
import { type PostDeletion, UNDO_MILLISECONDS } from "../posts/deletion";
import { announce } from "../shell/announcer";
import { focusPageHeading } from "../shell/page-heading";
import classes from "./deleted-notice.module.css";
import { errorReason } from "./error-reason";

/** Whole seconds until a point of time, counting down. */
function useSecondsUntil(until: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.ceil((until - now) / 1000));
}

/** How long the way back is open: in figures, and as a line that runs out. */
function Countdown({ until }: { until: number }): ReactElement {
  const { t } = useTranslation("app");
  const seconds = useSecondsUntil(until);
  const [left] = useState(() => Math.max(0, until - Date.now()));
  const style: CSSProperties & Record<`--${string}`, string> = {
    "--from": `${left / UNDO_MILLISECONDS}`,
    "--left": `${left}ms`,
  };
  return (
    <span aria-hidden>
      <span className={classes.seconds}>{t("deletion.secondsLeft", { count: seconds })}</span>
      <span className={classes.line} style={style} />
    </span>
  );
}

interface DeletedNoticeProps {
  readonly post: Post;
  readonly own: PostDeletion;
  /** Whether the deletion was asked for right here, and not seen again on coming back to the page. */
  readonly asked: boolean;
}

/** Stands where a post was until it is gone for good. */
export function DeletedNotice({ post, own, asked }: DeletedNoticeProps): ReactElement {
  const { t } = useTranslation("app");
  const { deletion, undo, retry } = own;
  const notice = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const { title } = post;

  // The button that was pressed is gone: the focus goes to what takes it back.
  useEffect(() => {
    if (deletion.state === "waiting" && asked) {
      button.current?.focus({ preventScroll: true });
      announce(t("deletion.announce", { title, count: Math.round(UNDO_MILLISECONDS / 1000) }));
    } else if (deletion.state === "failed") {
      announce(t("deletion.failed", { title, reason: errorReason(deletion.error, t) }));
    }
  }, [deletion, asked, title, t]);

  // Before the element leaves the page, since the focus is lost by then.
  useLayoutEffect(() => {
    const element = notice.current;
    return () => {
      if (element?.contains(document.activeElement)) focusNeighbour(element);
    };
  }, []);

  const { state } = deletion;
  return (
    <div ref={notice} className={classes.notice} data-failed={state === "failed" || undefined}>
      <p className={classes.text}>
        {deletion.state === "failed"
          ? t("deletion.failed", { title, reason: errorReason(deletion.error, t) })
          : t("deletion.deleted")}
      </p>
      {deletion.state === "waiting" && <Countdown key={deletion.until} until={deletion.until} />}
      {/* One button through all states, so that the focus stays on it. */}
      {state === "failed" ? (
        <Button ref={button} h={40} onClick={retry}>
          {t("deletion.retry")}
        </Button>
      ) : (
        <Button
          ref={button}
          h={40}
          variant="light"
          aria-label={state === "waiting" ? t("deletion.undoOf", { title }) : undefined}
          aria-disabled={state !== "waiting"}
          data-disabled={state !== "waiting"}
          onClick={() => {
            if (state !== "waiting") return;
            undo();
            announce(t("deletion.undone", { title }));
          }}
        >
          {state === "waiting" ? t("deletion.undo") : t("deletion.deleting")}
        </Button>
      )}
      {state === "failed" && (
        <Button h={40} variant="default" onClick={undo}>
          {t("deletion.keep")}
        </Button>
      )}
    </div>
  );
}

/** The focus must not fall to the page's beginning when the post it stood in goes. */
function focusNeighbour(element: HTMLElement): void {
  const place = element.closest("li");
  const neighbour = place?.nextElementSibling ?? place?.previousElementSibling;
  const article = neighbour?.querySelector("article");
  if (article) article.focus({ preventScroll: true });
  else focusPageHeading();
}
