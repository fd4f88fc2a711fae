import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Post } from "../api/posts-api";
import { labelAddress } from "../shell/addresses";
import classes from "./label-pills.module.css";

/** The labels of a post's picture; each leads to the posts that carry it too. */
export function LabelPills({ post }: { post: Post }): ReactElement | null {
  const { t } = useTranslation("app");
  const labels = [...new Set(post.labels)];
  if (labels.length === 0) return null;
  return (
    <ul className={classes.labels} aria-label={t("post.labels")}>
      {labels.map((label) => (
        <li key={label}>
          <Link href={labelAddress(label)} className={classes.label} title={t("post.showLabel", { label })}>
            <span className={classes.face}>{label}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
