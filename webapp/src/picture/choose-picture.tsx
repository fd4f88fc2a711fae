import { Button, FileButton } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import IconCamera from "@tabler/icons-react/dist/esm/icons/IconCamera.mjs";
import IconPhotoPlus from "@tabler/icons-react/dist/esm/icons/IconPhotoPlus.mjs";
import { type JSX, useRef } from "react";
import { useTranslation } from "react-i18next";
import { PICTURE_TYPES } from "../publish/picture-check";

interface ChoosePictureProps {
  readonly label: string;
  /** What a screen reader says instead, where the label alone does not tell which post is meant. */
  readonly name?: string | undefined;
  readonly describedBy?: string | undefined;
  /** Whether there is room for a second button, which takes a photo. @default true */
  readonly withCamera?: boolean;
  readonly onChoose: (file: File | null) => void;
}

const ACCEPT = PICTURE_TYPES.join(",");

/** Buttons that choose a picture: from the files and, on a device to be touched, by its camera. */
export function ChoosePicture({
  label,
  name,
  describedBy,
  withCamera = true,
  onChoose,
}: ChoosePictureProps): JSX.Element {
  const { t } = useTranslation("compose");
  const touch = useMediaQuery("(pointer: coarse)", undefined, { getInitialValueInEffect: false });
  // Emptied after each choice: the same file chosen again is a change too.
  const resetFile = useRef<() => void>(null);
  const resetPhoto = useRef<() => void>(null);
  const choose = (file: File | null, reset: (() => void) | null) => {
    onChoose(file);
    reset?.();
  };
  return (
    <>
      <FileButton accept={ACCEPT} resetRef={resetFile} onChange={(file) => choose(file, resetFile.current)}>
        {(props) => (
          <Button
            {...props}
            h={40}
            px="sm"
            variant="default"
            leftSection={<IconPhotoPlus size={18} aria-hidden />}
            aria-label={name}
            aria-describedby={describedBy}
          >
            {label}
          </Button>
        )}
      </FileButton>
      {touch && withCamera && (
        <FileButton
          accept={ACCEPT}
          capture="environment"
          resetRef={resetPhoto}
          onChange={(file) => choose(file, resetPhoto.current)}
        >
          {(props) => (
            <Button {...props} h={40} px="sm" variant="default" leftSection={<IconCamera size={18} aria-hidden />}>
              {t("picture.photograph")}
            </Button>
          )}
        </FileButton>
      )}
    </>
  );
}
