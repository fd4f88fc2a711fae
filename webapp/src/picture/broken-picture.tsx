import { Button, Text } from "@mantine/core";
import IconPhotoOff from "@tabler/icons-react/dist/esm/icons/IconPhotoOff.mjs";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import classes from "./broken-picture.module.css";
import { useFocusStays } from "./focus-stays";
import { PictureFrame } from "./picture-frame";

/** Stands where a picture could not be loaded. */
export function BrokenPicture({ retry }: { retry: () => void }): JSX.Element {
  const { t } = useTranslation("compose");
  const notice = useFocusStays<HTMLDivElement>();
  return (
    <PictureFrame source={undefined} alt="">
      <div ref={notice} className={classes.notice} role="status">
        <IconPhotoOff size={32} stroke={1.5} aria-hidden />
        <Text size="sm">{t("picture.broken")}</Text>
        <Button h={40} variant="default" onClick={retry}>
          {t("picture.reload")}
        </Button>
      </div>
    </PictureFrame>
  );
}
