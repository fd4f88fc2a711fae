import { useComputedColorScheme } from "@mantine/core";
import { useEffect } from "react";

/** Gives the browser's own bars the page's colour, also where another scheme than the system's was chosen. */
export function ThemeColor(): null {
  const scheme = useComputedColorScheme();
  useEffect(() => {
    const color = getComputedStyle(document.documentElement).backgroundColor;
    for (const meta of document.querySelectorAll('meta[name="theme-color"]')) meta.setAttribute("content", color);
  }, [scheme]);
  return null;
}
