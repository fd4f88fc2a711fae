import { Button } from "@mantine/core";
import { type ReactElement, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Feed } from "../posts/feed";
import { errorReason } from "./error-reason";
import classes from "./load-more.module.css";

/** How far below the window's edge the next posts are asked for already. */
const AHEAD = "1200px";

interface LoadMoreProps {
  readonly feed: Feed;
  /** Whether the next posts come by themselves as the reader gets near them. */
  readonly byItself: boolean;
  readonly label: string;
  /** Told before posts are loaded because the button was pressed. */
  readonly onPress: () => void;
}

/** The end of the posts loaded so far: more come as one scrolls there, or by the button. */
export function LoadMore({ feed, byItself, label, onPress }: LoadMoreProps): ReactElement | null {
  const { t } = useTranslation("app");
  const place = useRef<HTMLDivElement>(null);
  const { hasMore, loadingMore, loadMore, loadMoreError, posts } = feed;
  const waiting = hasMore && byItself && !loadingMore && loadMoreError === undefined;

  useEffect(() => {
    if (!waiting || place.current === null) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) loadMore();
      },
      { rootMargin: `0px 0px ${AHEAD} 0px` },
    );
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [waiting, loadMore, posts.length]);

  if (!hasMore && !loadingMore) return <p className={classes.end}>{t("feed.end")}</p>;
  return (
    <div ref={place} className={classes.place}>
      {loadMoreError !== undefined && (
        <p className={classes.error} role="alert">
          {t("feed.loadMoreFailed", { reason: errorReason(loadMoreError, t) })}
        </p>
      )}
      <Button
        h={44}
        variant="default"
        radius="xl"
        aria-disabled={loadingMore}
        onClick={() => {
          if (loadingMore) return;
          onPress();
          loadMore();
        }}
      >
        {loadingMore ? t("feed.loadingMore") : loadMoreError !== undefined ? t("error.retry") : label}
      </Button>
    </div>
  );
}
