import { Button } from "@mantine/core";
import IconPhotoHeart from "@tabler/icons-react/dist/esm/icons/IconPhotoHeart.mjs";
import IconUserQuestion from "@tabler/icons-react/dist/esm/icons/IconUserQuestion.mjs";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { usePathname } from "wouter/use-browser-location";
import { openComposer } from "../composer/composer-opening";
import { OutboxList } from "../composer/outbox-list";
import { LoadFailed } from "../feed/load-failed";
import { NewPosts } from "../feed/new-posts";
import { PostList } from "../feed/post-list";
import { SkeletonCards } from "../feed/skeleton-cards";
import { useFeed } from "../posts/feed";
import { useSession } from "../session/session";
import { userAt } from "../shell/addresses";
import { Avatar } from "../shell/avatar";
import { Notice } from "../shell/notice";
import { PageHeading } from "../shell/page-heading";
import classes from "./page.module.css";

/** `/user/<name>`: one user's posts. */
export function UserPage(): ReactElement {
  const user = userAt(usePathname());
  return <UserPosts key={user} user={user} />;
}

function UserPosts({ user }: { user: string }): ReactElement {
  const { t } = useTranslation("app");
  const own = useSession().user === user;
  const feed = useFeed({ user });
  return (
    <>
      <NewPosts feed={feed} />
      <div className={classes.person}>
        <Avatar name={user} size={56} />
        <PageHeading title={own ? t("user.own") : user}>{own ? t("user.own") : <bdi>{user}</bdi>}</PageHeading>
      </div>
      {own && <OutboxList />}
      {feed.status === "loading" && <SkeletonCards label={t("feed.loading")} />}
      {feed.status === "error" && <LoadFailed title={t("feed.failed")} error={feed.error} retry={feed.retry} />}
      {feed.status === "ready" && (feed.posts.length > 0 || feed.hasMore) && <PostList feed={feed} />}
      {feed.status === "ready" && feed.posts.length === 0 && !feed.hasMore && <NoPosts user={user} own={own} />}
    </>
  );
}

function NoPosts({ user, own }: { user: string; own: boolean }): ReactElement {
  const { t } = useTranslation("app");
  if (!own) {
    return (
      <Notice
        icon={<IconUserQuestion size={34} stroke={1.5} aria-hidden />}
        title={t("user.emptyTitle", { user })}
        text={t("user.emptyText")}
      />
    );
  }
  return (
    <Notice
      icon={<IconPhotoHeart size={36} stroke={1.5} aria-hidden />}
      title={t("user.ownEmptyTitle")}
      text={t("user.ownEmptyText")}
    >
      <Button h={44} radius="xl" aria-haspopup="dialog" onClick={() => openComposer()}>
        {t("user.ownEmptyAction")}
      </Button>
    </Notice>
  );
}
