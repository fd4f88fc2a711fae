import { Button, Progress, Text } from "@mantine/core";
import IconPhoto from "@tabler/icons-react/dist/esm/icons/IconPhoto.mjs";
import type { JSX, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Post } from "../api/posts-api";
import { errorReason } from "../feed/error-reason";
import type { PostUpload, Upload } from "../publish/uploads";
import { useFocusStays } from "./focus-stays";
import { PictureFrame } from "./picture-frame";
import classes from "./upload-progress.module.css";

interface UploadProgressProps {
  readonly post: Post;
  readonly own: PostUpload;
}

/** A post's picture on its way: uploaded, waiting, failed, or being looked at. */
export function UploadProgress({ post, own }: UploadProgressProps): JSX.Element | null {
  const { t, i18n } = useTranslation("compose");
  const { t: app } = useTranslation("app");
  const notice = useFocusStays<HTMLDivElement>();
  const { upload } = own;
  if (upload.state === "none") return null;

  const act = (label: string, name: string, action: () => void, filled = false) => (
    <Button
      h={40}
      variant={filled ? "filled" : "default"}
      aria-label={name}
      onClick={() => {
        action();
        // The button goes with its state.
        notice.current?.focus({ preventScroll: true });
      }}
    >
      {label}
    </Button>
  );
  const cancel = () => act(t("picture.cancel"), t("picture.cancelUpload"), own.cancel);
  const words: Record<Exclude<Upload["state"], "none">, string> = {
    uploading: t("picture.uploading"),
    waiting: t("picture.waiting"),
    failed: t("picture.failed", { reason: upload.state === "failed" ? errorReason(upload.error, app) : "" }),
    looking: t("picture.looking"),
    late: t("picture.late"),
  };
  const actions: Record<Exclude<Upload["state"], "none">, () => ReactNode> = {
    uploading: cancel,
    waiting: cancel,
    failed: () => (
      <>
        {act(t("picture.discard"), t("picture.discardUpload"), own.cancel)}
        {act(t("picture.retry"), t("picture.retryUpload"), own.retry, true)}
      </>
    ),
    looking: () => null,
    late: () => act(t("picture.checkAgain"), t("picture.checkAgain"), own.checkAgain),
  };
  const share = upload.state === "uploading" ? upload.progress : undefined;
  const percent = new Intl.NumberFormat(i18n.language, { style: "percent" });

  return (
    <PictureFrame source={upload.preview} alt={t("picture.altTitle", { title: post.title })}>
      {upload.preview === undefined && <IconPhoto className={classes.blank} size={48} stroke={1.25} aria-hidden />}
      {upload.state === "looking" && <div className={classes.gleam} aria-hidden />}
      <div ref={notice} className={classes.notice} data-state={upload.state} tabIndex={-1}>
        <div className={classes.row}>
          <Text size="sm" fw={500} role="status" className={classes.words}>
            {words[upload.state]}
          </Text>
          {share !== undefined && (
            <Text size="sm" className={classes.percent} aria-hidden>
              {percent.format(share)}
            </Text>
          )}
          <div className={classes.actions}>{actions[upload.state]()}</div>
        </div>
        {share !== undefined && (
          <Progress
            value={Math.round(share * 100)}
            size="sm"
            radius="xl"
            mt="xs"
            transitionDuration={150}
            aria-label={t("picture.progress")}
          />
        )}
      </div>
    </PictureFrame>
  );
}
