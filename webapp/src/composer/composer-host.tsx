import IconPhotoPlus from "@tabler/icons-react/dist/esm/icons/IconPhotoPlus.mjs";
import { type JSX, type RefObject, useCallback, useState } from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";
import { navigate } from "wouter/use-browser-location";
import { loginDialog } from "../login/lazy-login-dialog";
import { useSession } from "../session/session";
import { userAddress } from "../shell/addresses";
import { useAtRest } from "../shell/at-rest";
import { useCloseOnHistory } from "../shell/close-on-history";
import { lazyPart } from "../shell/lazy-part";
import { PartFailed, PartLoading } from "../shell/part-notice";
import classes from "./composer-host.module.css";
import { closeComposer, leaveComposer, openComposer, takeIncoming, useComposerOpening } from "./composer-opening";
import { useIncomingPicture } from "./incoming-picture";
import { useOutboxNews } from "./outbox-news";

/** With the composer comes what shows the post on its way, since the connection may be gone by then. */
async function loadComposer() {
  const [{ ComposerDialog }] = await Promise.all([
    import("./composer-dialog"),
    import("./outbox-cards"),
    import("../picture/upload-progress"),
  ]);
  return ComposerDialog;
}

const LazyComposer = lazyPart(loadComposer);

/** Fetches the composer before it is asked for. A failure is left to the opening, which can be repeated. */
export function preloadComposer(): void {
  loadComposer().catch(() => undefined);
}

/** The composer comes by itself once somebody is logged in. */
function stayOpen(): void {}

/** What opens over the page to write a post: the log-in where nobody is logged in, then the composer. */
export function ComposerHost({ button }: { button: RefObject<HTMLButtonElement | null> }): JSX.Element {
  const { t } = useTranslation("compose");
  const { opened, incoming } = useComposerOpening();
  const { user } = useSession();
  const dragging = useIncomingPicture(openComposer, opened && user !== undefined);
  const close = useCallback(() => closeComposer(button.current), [button]);
  useCloseOnHistory(opened, leaveComposer);
  useOutboxNews();
  const posted = () => {
    close();
    const { pathname, search } = location;
    const isSeen = (pathname === "/" && search === "") || (user !== undefined && pathname === userAddress(user));
    // The post on its way is the first of the feed and of its writer's page: from elsewhere it is followed to the feed.
    if (!isSeen) return navigate("/");
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    scrollTo({ top: 0, behavior: isStill ? "instant" : "smooth" });
  };
  const loading = opened && <PartLoading close={close} />;
  const failed = (retry: () => void) => (opened ? <PartFailed retry={retry} close={close} /> : null);

  // The dialogs stay once they were shown, so that they can leave with their transition.
  const [shown, setShown] = useState(false);
  if (opened && !shown) setShown(true);

  // Who is logged in may write a post after the connection is gone: the composer must be there by then.
  useAtRest(user === undefined ? loginDialog.preload : preloadComposer);

  return (
    <>
      {shown && user === undefined && (
        <loginDialog.Lazy
          props={{ opened, close, done: stayOpen, reason: t("login.toPost") }}
          loading={loading}
          failed={failed}
        />
      )}
      {shown && user !== undefined && (
        <LazyComposer props={{ opened, close, posted, incoming, takeIncoming }} loading={loading} failed={failed} />
      )}
      {dragging &&
        createPortal(
          <div className={classes.drop}>
            <IconPhotoPlus size={48} stroke={1.5} aria-hidden />
            {t("composer.dropHere")}
          </div>,
          document.body,
        )}
    </>
  );
}
