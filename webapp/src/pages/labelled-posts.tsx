import { Button } from "@mantine/core";
import IconTagOff from "@tabler/icons-react/dist/esm/icons/IconTagOff.mjs";
import { type ReactElement, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { LabelFilter, useSearchingByItself } from "../feed/label-filter";
import { hasLabel } from "../feed/labels";
import { LoadFailed } from "../feed/load-failed";
import { PostList } from "../feed/post-list";
import { SkeletonCards } from "../feed/skeleton-cards";
import type { Feed } from "../posts/feed";
import { Notice } from "../shell/notice";
import { PageHeading } from "../shell/page-heading";
import classes from "./page.module.css";

/** Of the posts loaded those that carry a label; loading more goes on looking. */
export function LabelledPosts({ feed, label }: { feed: Feed; label: string }): ReactElement {
  const { t } = useTranslation("app");
  const shown = useMemo(() => feed.posts.filter((post) => hasLabel(post, label)), [feed.posts, label]);
  const { byItself, goOn } = useSearchingByItself(feed.posts.length, shown.length);
  const heading = t("filter.heading", { label });
  return (
    <>
      <div className={classes.intro}>
        <PageHeading title={heading}>{heading}</PageHeading>
        <LabelFilter label={label} feed={feed} shown={shown} />
      </div>
      {feed.status === "loading" && <SkeletonCards label={t("feed.loading")} />}
      {feed.status === "error" && <LoadFailed title={t("feed.failed")} error={feed.error} retry={feed.retry} />}
      {feed.status === "ready" && (
        <>
          {shown.length === 0 && (
            <Notice
              icon={<IconTagOff size={34} stroke={1.5} aria-hidden />}
              title={t("filter.noneTitle", { label })}
              text={feed.hasMore ? t("filter.noneMore", { loaded: feed.posts.length }) : t("filter.noneAtAll")}
            >
              {!feed.hasMore && (
                <Button h={40} component={Link} href="/">
                  {t("filter.showAll")}
                </Button>
              )}
            </Notice>
          )}
          {(shown.length > 0 || feed.hasMore) && (
            <PostList feed={feed} shown={shown} byItself={byItself} moreLabel={t("feed.lookFurther")} onMore={goOn} />
          )}
        </>
      )}
    </>
  );
}
