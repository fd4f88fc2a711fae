import type { CSSProperties, ReactElement } from "react";
import classes from "./avatar.module.css";

/** The first letters of a name's first two words, or its first letter. */
function initials(name: string): string {
  const words = name.split(/[\s._-]+/u).filter((word) => word !== "");
  const letters = words.slice(0, 2).map((word) => [...word][0] ?? "");
  return (letters.join("") || name.slice(0, 1)).toLocaleUpperCase();
}

/** A hue in degrees, always the same for a name. */
function hue(name: string): number {
  let hash = 0;
  for (const letter of name) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 3600;
  // Neighbouring sums are thrown far apart on the wheel.
  return Math.round((hash * 137.508) % 360);
}

/** A user's initials in a colour of their own. It stands beside the name, so it is no text of its own. */
export function Avatar({ name, size }: { name: string; size: number }): ReactElement {
  const style: CSSProperties & Record<`--${string}`, string> = { "--hue": `${hue(name)}`, "--size": `${size}px` };
  return <span className={classes.avatar} style={style} data-initials={initials(name)} aria-hidden />;
}
