import { Button, Group, Text } from "@mantine/core";
import IconPhotoOff from "@tabler/icons-react/dist/esm/icons/IconPhotoOff.mjs";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import type { Post } from "../api/posts-api";
import classes from "./broken-picture.module.css";
import { ChoosePicture } from "./choose-picture";
import { useFocusStays } from "./focus-stays";
import { PictureFrame } from "./picture-frame";
import { usePictureOffer } from "./picture-offer";

interface BrokenPictureProps {
  readonly post: Post;
  readonly retry: () => void;
  /** Puts another picture in its place, where that is the reader's to do. */
  readonly replace: ((picture: File) => void) | undefined;
}

/** Stands where a picture could not be loaded. */
export function BrokenPicture({ post, retry, replace }: BrokenPictureProps): JSX.Element {
  const { t } = useTranslation("compose");
  const notice = useFocusStays<HTMLDivElement>();
  const { offer, problem } = usePictureOffer((picture) => replace?.(picture));
  return (
    <PictureFrame source={undefined} alt="">
      <div ref={notice} className={classes.notice}>
        {problem === undefined && <IconPhotoOff size={32} stroke={1.5} aria-hidden />}
        <Text size="sm" role="status">
          {problem === undefined && t("picture.broken")}
        </Text>
        <Text size="sm" role="alert" c="var(--mantine-color-error)">
          {problem}
        </Text>
        <Group gap="xs" justify="center">
          <Button h={40} variant="default" onClick={retry}>
            {t("picture.reload")}
          </Button>
          {replace && (
            <ChoosePicture
              label={t("picture.another")}
              name={t("picture.anotherOf", { title: post.title })}
              withCamera={false}
              onChoose={offer}
            />
          )}
        </Group>
      </div>
    </PictureFrame>
  );
}
