import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { checkPicture, MAX_PICTURE_BYTES, PICTURE_TYPES, type PictureProblem } from "../publish/picture-check";
import { usePictureSize } from "./picture-size";

type Turned = { readonly name: string } & PictureProblem;

export interface PictureOffer {
  /** Looks at a file, and takes it where it will do. */
  readonly offer: (file: File | null | undefined) => void;
  /** Why the file last offered was turned down, in words. */
  readonly problem: string | undefined;
  readonly forget: () => void;
}

/** Checks files before they are taken as a post's picture. The file offered last counts. */
export function usePictureOffer(take: (picture: File) => void): PictureOffer {
  const { t } = useTranslation("compose");
  const size = usePictureSize();
  const [turned, setTurned] = useState<Turned>();
  const offers = useRef(0);
  const taker = useRef(take);
  useEffect(() => {
    taker.current = take;
  });

  const offer = useCallback((file: File | null | undefined) => {
    if (!file) return;
    const number = ++offers.current;
    const { name } = file;
    void checkPicture(file).then((problem) => {
      if (number !== offers.current) return;
      setTurned(problem && { name, ...problem });
      if (!problem) taker.current(file);
    });
  }, []);
  const forget = useCallback(() => setTurned(undefined), []);

  const words = (): string | undefined => {
    if (!turned) return undefined;
    const { name } = turned;
    switch (turned.problem) {
      case "type": {
        if (PICTURE_TYPES.includes(turned.type)) return t("picture.problem.content", { name });
        // Of pictures people know the types by name; "OCTET-STREAM" says nothing to anybody.
        const type = turned.type.match(/^image\/(?:x-)?(\w+)/)?.[1]?.toUpperCase();
        return type === undefined
          ? t("picture.problem.typeUnknown", { name })
          : t("picture.problem.type", { name, type });
      }
      case "size":
        return t("picture.problem.size", { name, size: size(turned.bytes), limit: size(MAX_PICTURE_BYTES) });
      default:
        return t(`picture.problem.${turned.problem}`, { name });
    }
  };
  return { offer, problem: words(), forget };
}
