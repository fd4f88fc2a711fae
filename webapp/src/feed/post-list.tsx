import { type CSSProperties, memo, type ReactElement, useEffect, useLayoutEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { bareId, type Post } from "../api/posts-api";
import type { Feed } from "../posts/feed";
import { announce } from "../shell/announcer";
import { LoadMore } from "./load-more";
import { PostCard } from "./post-card";
import classes from "./post-list.module.css";

/** Heights of posts when their list was left, in CSS pixels, by bare id. */
const heights = new Map<string, number>();

/**
 * A post's place in the list. The browser lays out those near the window only; the others are as high as they were, so
 * that whoever comes back to a list finds it where it was left.
 */
const PlacedPost = memo(function PlacedPost({ post }: { post: Post }): ReactElement {
  const place = useRef<HTMLLIElement>(null);
  const id = bareId(post);
  const height = heights.get(id);
  // Before the element leaves the page.
  useLayoutEffect(() => {
    const element = place.current;
    return () => {
      if (element !== null) heights.set(id, element.getBoundingClientRect().height);
    };
  }, [id]);
  const style: CSSProperties & Record<`--${string}`, string> = {};
  if (height !== undefined) style["--height"] = `${height}px`;
  return (
    <li ref={place} style={style}>
      <PostCard post={post} />
    </li>
  );
});

interface PostListProps {
  readonly feed: Feed;
  /** What is shown of the posts loaded; all of them without it. */
  readonly shown?: readonly Post[];
  /** Whether the next posts come by themselves. */
  readonly byItself?: boolean;
  readonly moreLabel?: string;
  /** Told that more is asked for by the button. */
  readonly onMore?: () => void;
}

/** Posts, newest first, with more coming at their end. */
export function PostList({
  feed,
  shown = feed.posts,
  byItself = true,
  moreLabel,
  onMore,
}: PostListProps): ReactElement {
  const { t } = useTranslation("app");
  const list = useRef<HTMLOListElement>(null);
  const press = useRef<{ length: number; focus: Element | null }>(undefined);

  // Whoever loads more by the button, and waits there, reads on with the first post that came.
  useEffect(() => {
    if (press.current === undefined || feed.loadingMore) return;
    const { length, focus } = press.current;
    if (shown.length === length && feed.hasMore) return;
    press.current = undefined;
    announce(t("feed.loaded", { count: shown.length - length }));
    if (document.activeElement !== focus && document.activeElement !== document.body) return;
    list.current?.children[length]?.querySelector("article")?.focus({ preventScroll: true });
  }, [feed.loadingMore, feed.hasMore, shown.length, t]);

  return (
    <>
      <ol ref={list} className={classes.list} aria-busy={feed.loadingMore}>
        {shown.map((post) => (
          <PlacedPost key={bareId(post)} post={post} />
        ))}
      </ol>
      <LoadMore
        feed={feed}
        byItself={byItself}
        label={moreLabel ?? t("feed.loadMore")}
        onPress={() => {
          press.current = { length: shown.length, focus: document.activeElement };
          onMore?.();
        }}
      />
    </>
  );
}
