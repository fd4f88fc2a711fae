import { type JSX, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Post } from "../api/posts-api";
import { lazyPart } from "../shell/lazy-part";
import { PictureFrame } from "./picture-frame";

const LazyBrokenPicture = lazyPart(async () => (await import("./broken-picture")).BrokenPicture);

/** How long to wait, in milliseconds, for a fresh address before the one there is is tried again. */
const RENEWAL = 1500;

interface PostPictureProps {
  readonly post: Post;
  readonly image: string;
  /** Whether the browser has the picture already. */
  readonly ready: boolean;
  /** Asks for the post, and so for an address of the picture that is valid again. */
  readonly renew: () => void;
  /** Puts another picture in its place; only for whoever wrote the post. */
  readonly replace: ((picture: File) => void) | undefined;
}

/**
 * The picture of a post. The address it was first shown by stays while it serves, since the same picture comes with
 * another signature now and then. One that is refused is renewed by itself once, and then at the reader's wish.
 */
export function PostPicture({ post, image, ready, renew, replace }: PostPictureProps): JSX.Element {
  const { t } = useTranslation("compose");
  const [source, setSource] = useState(image);
  const [state, setState] = useState<"shown" | "renewing" | "broken">("shown");
  const [wasRenewed, setWasRenewed] = useState(false);
  const labels = post.labels ?? [];
  const alt =
    labels.length > 0
      ? t("picture.alt", { labels: labels.join(", ").toLowerCase() })
      : t("picture.altTitle", { title: post.title });

  if (state !== "shown" && image !== source) {
    setSource(image);
    setState("shown");
  }
  useEffect(() => {
    if (state !== "renewing") return;
    const timer = setTimeout(() => setState("shown"), RENEWAL);
    return () => clearTimeout(timer);
  }, [state]);

  const ask = () => {
    renew();
    setWasRenewed(true);
    setState("renewing");
  };
  const empty = <PictureFrame source={undefined} alt="" />;
  switch (state) {
    case "shown":
      return (
        <PictureFrame
          source={source}
          alt={alt}
          ready={ready}
          onError={() => (wasRenewed ? setState("broken") : ask())}
        />
      );
    case "renewing":
      return empty;
    case "broken":
      return <LazyBrokenPicture props={{ post, retry: ask, replace }} loading={empty} failed={() => empty} />;
  }
}
