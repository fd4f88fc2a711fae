import { CloseButton, Group, Input, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import IconX from "@tabler/icons-react/dist/esm/icons/IconX.mjs";
import { type JSX, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import { ChoosePicture } from "../picture/choose-picture";
import { useFileAddress } from "../picture/file-address";
import { PictureFrame } from "../picture/picture-frame";
import { usePictureSize } from "../picture/picture-size";
import { MAX_PICTURE_BYTES } from "../publish/picture-check";
import classes from "./picture-field.module.css";

interface PictureFieldProps {
  readonly picture: File | undefined;
  readonly problem: string | undefined;
  readonly onChoose: (file: File | null) => void;
  readonly onRemove: () => void;
}

/** The picture of the post that is being written: a place to drop it, or its preview. */
export function PictureField({ picture, problem, onChoose, onRemove }: PictureFieldProps): JSX.Element {
  const { t } = useTranslation("compose");
  const size = usePictureSize();
  const group = useRef<HTMLFieldSetElement>(null);
  const allowedId = useId();
  const problemId = useId();
  const preview = useFileAddress(picture);
  const touch = useMediaQuery("(pointer: coarse)", undefined, { getInitialValueInEffect: false });

  return (
    <fieldset ref={group} className={classes.field} aria-describedby={problem ? problemId : undefined} tabIndex={-1}>
      <legend className={classes.legend}>
        {t("picture.label")} <span className={classes.optional}>({t("picture.optional")})</span>
      </legend>
      {picture ? (
        <div className={classes.preview}>
          <PictureFrame source={preview} alt={t("picture.preview", { name: picture.name })}>
            <CloseButton
              className={classes.remove}
              size={40}
              icon={<IconX size={20} aria-hidden />}
              aria-label={t("picture.remove")}
              onClick={() => {
                onRemove();
                group.current?.focus({ preventScroll: true });
              }}
            />
          </PictureFrame>
        </div>
      ) : (
        <div className={classes.empty} data-problem={problem !== undefined || undefined}>
          <Group gap="xs" justify="center" className={classes.ways}>
            <ChoosePicture
              label={t("picture.choose")}
              describedBy={problem ? `${allowedId} ${problemId}` : allowedId}
              onChoose={onChoose}
            />
          </Group>
          <Text id={allowedId} size="sm" c="dimmed" ta="center">
            {!touch && `${t("picture.dropOrPaste")} · `}
            {t("picture.allowed", { size: size(MAX_PICTURE_BYTES) })}
          </Text>
        </div>
      )}
      <Input.Error id={problemId} role="alert" size="md" mt={problem ? 6 : 0}>
        {problem}
      </Input.Error>
    </fieldset>
  );
}
