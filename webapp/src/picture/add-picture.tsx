import { Group, Text } from "@mantine/core";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import type { Post } from "../api/posts-api";
import classes from "./add-picture.module.css";
import { ChoosePicture } from "./choose-picture";
import { useFocusStays } from "./focus-stays";
import { usePictureOffer } from "./picture-offer";

/** Lets the writer of a post without picture add one. */
export function AddPicture({ post, start }: { post: Post; start: (picture: File) => void }): JSX.Element {
  const { t } = useTranslation("compose");
  const place = useFocusStays<HTMLDivElement>();
  const { offer, problem } = usePictureOffer(start);
  return (
    <div ref={place} className={classes.add}>
      <Group gap="xs">
        <ChoosePicture label={t("picture.add")} name={t("picture.addOf", { title: post.title })} onChoose={offer} />
      </Group>
      <Text role="alert" size="sm" c="var(--mantine-color-error)" mt={problem ? "xs" : 0}>
        {problem}
      </Text>
    </div>
  );
}
