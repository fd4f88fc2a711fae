import IconX from "@tabler/icons-react/dist/esm/icons/IconX.mjs";
import { type ReactElement, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Post } from "../api/posts-api";
import type { Feed } from "../posts/feed";
import classes from "./label-filter.module.css";

/** After so many posts without a match the search waits to be told to go on: a feed may be endless. */
const BARREN_POSTS = 200;

/**
 * Whether a search may go on by itself, and how to tell it to.
 *
 * @param loaded how many posts are loaded
 * @param found how many of them match
 */
export function useSearchingByItself(loaded: number, found: number): { byItself: boolean; goOn(): void } {
  const [last, setLast] = useState({ loaded, found });
  if (found !== last.found) setLast({ loaded, found });
  return { byItself: loaded - last.loaded < BARREN_POSTS, goOn: () => setLast({ loaded, found }) };
}

interface LabelFilterProps {
  readonly label: string;
  readonly feed: Feed;
  readonly shown: readonly Post[];
}

/** The label that the feed is reduced to, how much of it that leaves, and the way out. */
export function LabelFilter({ label, feed, shown }: LabelFilterProps): ReactElement {
  const { t } = useTranslation("app");
  return (
    <div className={classes.filter}>
      <span className={classes.chip}>
        {label}
        <Link href="/" className={classes.clear} aria-label={t("filter.clear", { label })}>
          <IconX size={17} stroke={2.25} aria-hidden />
        </Link>
      </span>
      {feed.status === "ready" && (
        <span role="status" className={classes.count}>
          {t("filter.count", { count: shown.length, loaded: feed.posts.length })}
        </span>
      )}
    </div>
  );
}
