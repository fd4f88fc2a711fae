import { UnstyledButton } from "@mantine/core";
import { type ReactElement, useLayoutEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useTranslation } from "react-i18next";
import type { Post } from "../api/posts-api";
import classes from "./post-text.module.css";

/** A text within both fits a card on the narrowest screen, so it is not measured. */
const SHORT_CHARACTERS = 180;
const SHORT_LINES = 4;

function mayBeLong(text: string): boolean {
  return text.length > SHORT_CHARACTERS || text.split("\n").length > SHORT_LINES;
}

/** A post's text with its line breaks; a long one is folded in the feed. */
export function PostText({ post, folded }: { post: Post; folded: boolean }): ReactElement {
  const { t } = useTranslation("app");
  const [unfolded, setUnfolded] = useState(false);
  const [cut, setCut] = useState(false);
  const paragraph = useRef<HTMLParagraphElement>(null);
  const fold = folded && !unfolded && mayBeLong(post.body);

  // Measured when the browser has laid it out, and drawn before it paints, so that the card has its height from the first
  // frame on. To ask for its height any earlier would have posts laid out that are far from the window.
  useLayoutEffect(() => {
    const element = paragraph.current;
    if (!fold || element === null) return;
    const observer = new ResizeObserver(() => {
      flushSync(() => setCut(element.scrollHeight > element.clientHeight + 1));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [fold]);

  return (
    <>
      <p ref={paragraph} tabIndex={-1} className={classes.text} dir="auto" data-folded={fold || undefined}>
        {post.body}
      </p>
      {fold && cut && (
        <UnstyledButton
          className={classes.more}
          aria-label={t("post.moreOf", { title: post.title })}
          onClick={() => {
            setUnfolded(true);
            paragraph.current?.focus({ preventScroll: true });
          }}
        >
          {t("post.more")}
        </UnstyledButton>
      )}
    </>
  );
}
