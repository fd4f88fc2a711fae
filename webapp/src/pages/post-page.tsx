import { Button } from "@mantine/core";
import IconArrowLeft from "@tabler/icons-react/dist/esm/icons/IconArrowLeft.mjs";
import IconPhotoQuestion from "@tabler/icons-react/dist/esm/icons/IconPhotoQuestion.mjs";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { LoadFailed } from "../feed/load-failed";
import { PostCard } from "../feed/post-card";
import { SkeletonCards } from "../feed/skeleton-cards";
import { usePost } from "../posts/feed";
import { Notice } from "../shell/notice";
import { PageHeading } from "../shell/page-heading";
import classes from "./page.module.css";

/** `/post/<uuid>`: one post. */
export function PostPage({ id }: { id: string }): ReactElement {
  const { t } = useTranslation("app");
  const { post, status, error, retry } = usePost(id);
  const title = status === "notFound" ? t("post.notFoundTitle") : (post?.title ?? t("post.loadingTitle"));
  return (
    <>
      <Link href="/" className={classes.back}>
        <IconArrowLeft size={18} stroke={1.9} aria-hidden />
        {t("post.back")}
      </Link>
      {status !== "notFound" && (
        <PageHeading hidden title={title}>
          {status === "ready" && post ? t("post.heading", { title: post.title, user: post.user }) : title}
        </PageHeading>
      )}
      {status === "ready" && post && <PostCard post={post} alone />}
      {status === "loading" && <SkeletonCards label={t("post.loading")} count={1} />}
      {status === "error" && <LoadFailed title={t("post.failed")} error={error} retry={retry} />}
      {status === "notFound" && (
        <Notice
          icon={<IconPhotoQuestion size={34} stroke={1.5} aria-hidden />}
          title={<PageHeading title={title}>{title}</PageHeading>}
          text={t("post.notFoundText")}
        >
          <Button h={40} component={Link} href="/">
            {t("notFound.home")}
          </Button>
        </Notice>
      )}
    </>
  );
}
