import { ActionIcon } from "@mantine/core";
import IconTrash from "@tabler/icons-react/dist/esm/icons/IconTrash.mjs";
import { memo, type ReactElement, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { type Post, postedAt } from "../api/posts-api";
import { PictureSlot } from "../picture/picture-slot";
import { useDeletion } from "../posts/deletion";
import { useSession } from "../session/session";
import { postAddress, userAddress } from "../shell/addresses";
import { Avatar } from "../shell/avatar";
import { DeletedNotice } from "./deleted-notice";
import { LabelPills } from "./label-pills";
import classes from "./post-card.module.css";
import { PostText } from "./post-text";
import { RelativeTime } from "./relative-time";

interface PostCardProps {
  readonly post: Post;
  /** Whether the post stands by itself on its own page: whole text, no links to where one already is. */
  readonly alone?: boolean;
}

/** A post as it is read. While it waits to be deleted, the way back stands in its place. */
export const PostCard = memo(function PostCard({ post, alone = false }: PostCardProps): ReactElement | null {
  const { t } = useTranslation("app");
  const { user } = useSession();
  const deletion = useDeletion(post);
  const { state } = deletion.deletion;
  const headingId = useId();
  const deleteButton = useRef<HTMLButtonElement>(null);
  const [asked, setAsked] = useState(false);
  const wasGone = useRef(false);

  // Whoever took the deletion back stands where it began.
  useEffect(() => {
    if (state === "none" && wasGone.current) deleteButton.current?.focus({ preventScroll: true });
    wasGone.current = state !== "none";
  }, [state]);

  if (state === "deleted") return null;
  if (state !== "none") return <DeletedNotice post={post} own={deletion} asked={asked} />;

  return (
    <article className={classes.card} aria-labelledby={headingId} tabIndex={-1}>
      <div className={classes.top}>
        <Link href={userAddress(post.user)} className={classes.author}>
          <Avatar name={post.user} size={40} />
          <bdi className={classes.name}>{post.user}</bdi>
        </Link>
        {alone ? (
          <span className={classes.time}>
            <RelativeTime date={postedAt(post)} />
          </span>
        ) : (
          <Link href={postAddress(post)} className={classes.time}>
            <RelativeTime date={postedAt(post)} />
          </Link>
        )}
        {post.user === user && (
          <ActionIcon
            ref={deleteButton}
            className={classes.delete}
            size={40}
            radius="xl"
            variant="subtle"
            color="gray"
            aria-label={t("post.delete", { title: post.title })}
            onClick={() => {
              setAsked(true);
              deletion.request();
            }}
          >
            <IconTrash size={19} stroke={1.75} aria-hidden />
          </ActionIcon>
        )}
      </div>
      <PictureSlot post={post} />
      <div className={classes.words}>
        <h2 id={headingId} className={classes.title} dir="auto">
          {alone ? post.title : <Link href={postAddress(post)}>{post.title}</Link>}
        </h2>
        <PostText post={post} folded={!alone} />
        <LabelPills post={post} />
      </div>
    </article>
  );
});
