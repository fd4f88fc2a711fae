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

/**
 * A box that has its size before the picture is there, so that nothing jumps when it comes. The picture is shown whole,
 * on a blurred copy of itself.
 */
export function PictureFrame({ source, alt, ready = false, onError, children }: PictureFrameProps): JSX.Element {
  const [loaded, setLoaded] = useState(ready ? source : undefined);
  const isLoaded = loaded === source;
  return (
    <div className={classes.frame}>
      {source !== undefined && (
        <>
          {isLoaded && <img className={classes.ground} src={source} alt="" aria-hidden decoding="async" />}
          <img
            className={classes.picture}
            src={source}
            alt={alt}
            loading={ready ? "eager" : "lazy"}
            decoding={ready ? "sync" : "async"}
            data-loaded={isLoaded || undefined}
            onLoad={() => setLoaded(source)}
            onError={onError}
          />
        </>
      )}
      {children}
    </div>
  );
}
