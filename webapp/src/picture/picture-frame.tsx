import { type JSX, type ReactNode, useState } from "react";
import classes from "./picture-frame.module.css";

interface PictureFrameProps {
  /** Where the picture is to be had; without it the frame is empty. */
  readonly source: string | undefined;
  readonly alt: string;
  /** Whether the browser has the picture already, so that it is shown at once. */
  readonly ready?: boolean;
  readonly onError?: () => void;
  /** Lies over the picture. */
  readonly children?: ReactNode;
}

/** How much of a picture may be cut off for it to fill its frame: a photo of 3:2 in one of 4:3 loses a ninth. */
const MAX_CUT = 0.13;

/** Whether a picture is so nearly of its frame's shape that it had better fill it. */
function nearlyFills(picture: HTMLImageElement): boolean {
  const { naturalWidth, naturalHeight, clientWidth, clientHeight } = picture;
  const shapes = [naturalWidth * clientHeight, naturalHeight * clientWidth];
  return 1 - Math.min(...shapes) / Math.max(...shapes) <= MAX_CUT;
}

/**
 * A box that has its size before the picture is there, so that nothing jumps when it comes. A picture of nearly its shape
 * fills it; any other is shown whole, on a blurred copy of itself.
 */
export function PictureFrame({ source, alt, ready = false, onError, children }: PictureFrameProps): JSX.Element {
  const [loaded, setLoaded] = useState(ready ? source : undefined);
  const [fills, setFills] = useState(false);
  const isLoaded = loaded === source;
  return (
    <div className={classes.frame}>
      {source !== undefined && (
        <>
          {isLoaded && <img className={classes.ground} src={source} alt="" aria-hidden decoding="async" />}
          <img
            ref={(picture) => {
              // One that the browser has already is of the right shape from its first frame on.
              if (picture?.complete && picture.naturalWidth > 0) setFills(nearlyFills(picture));
            }}
            className={classes.picture}
            src={source}
            alt={alt}
            loading={ready ? "eager" : "lazy"}
            decoding={ready ? "sync" : "async"}
            data-loaded={isLoaded || undefined}
            data-fills={fills || undefined}
            onLoad={({ currentTarget }) => {
              setFills(nearlyFills(currentTarget));
              setLoaded(source);
            }}
            onError={onError}
          />
        </>
      )}
      {children}
    </div>
  );
}
