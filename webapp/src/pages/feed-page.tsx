import { Button } from "@mantine/core";
import IconPhotoHeart from "@tabler/icons-react/dist/esm/icons/IconPhotoHeart.mjs";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { useSearch } from "wouter/use-browser-location";
import { openComposer } from "../composer/composer-opening";
import { OutboxList } from "../composer/outbox-list";
import { LoadFailed } from "../feed/load-failed";
import { NewPosts } from "../feed/new-posts";
import { PostList } from "../feed/post-list";
import { SkeletonCards } from "../feed/skeleton-cards";
import { type Feed, useFeed } from "../posts/feed";
import { Notice } from "../shell/notice";
import { PageHeading } from "../shell/page-heading";
import { LabelledPosts } from "./labelled-posts";
import classes from "./page.module.css";

/** `/`: everybody's posts; with `?label=`, those of them that carry the label. */
export function FeedPage(): ReactElement {
  const { t } = useTranslation("app");
  const feed = useFeed({});
  // As the browser has it: the router's is decoded already, and a label may have percent signs.
  const label = new URLSearchParams(useSearch()).get("label")?.trim() || undefined;
  return (
    <>
      <NewPosts feed={feed} />
      {label === undefined ? (
        <>
          <div className={classes.intro}>
            <PageHeading>{t("feed.heading")}</PageHeading>
          </div>
          <OutboxList />
          <AllPosts feed={feed} />
        </>
      ) : (
        <LabelledPosts key={label} feed={feed} label={label} />
      )}
    </>
  );
}

function AllPosts({ feed }: { feed: Feed }): ReactElement {
  const { t } = useTranslation("app");
  if (feed.status === "loading") return <SkeletonCards label={t("feed.loading")} />;
  if (feed.status === "error") return <LoadFailed title={t("feed.failed")} error={feed.error} retry={feed.retry} />;
  if (feed.posts.length === 0 && !feed.hasMore) {
    return (
      <Notice
        icon={<IconPhotoHeart size={36} stroke={1.5} aria-hidden />}
        title={t("feed.emptyTitle")}
        text={t("feed.emptyText")}
      >
        <Button h={44} radius="xl" aria-haspopup="dialog" onClick={() => openComposer()}>
          {t("feed.emptyAction")}
        </Button>
      </Notice>
    );
  }
  return <PostList feed={feed} />;
}
