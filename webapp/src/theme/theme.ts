import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

/** Airmail blue. White on 6 and 7 and the text on either ground have a contrast of at least 4.5 : 1. */
const ink: MantineColorsTuple = [
  "#eff3ff",
  "#dee8ff",
  "#c2d4ff",
  "#a2bcff",
  "#7e9fff",
  "#587efa",
  "#3d5ff4",
  "#314ee2",
  "#2942c2",
  "#1f3498",
];

/** Mantine's neutral scale of the dark scheme: text first, the deepest ground last. */
const dark: MantineColorsTuple = [
  "#e9ebf1",
  "#c6cbd8",
  "#a2a9b9",
  "#8a92a4",
  "#363c4a",
  "#262b36",
  "#1f232d",
  "#171a22",
  "#0e1016",
  "#090a0e",
];

export const theme = createTheme({
  colors: { ink, dark },
  primaryColor: "ink",
  primaryShade: { light: 7, dark: 6 },
  fontFamily: "var(--pg-font)",
  headings: { fontFamily: "var(--pg-font)", fontWeight: "650" },
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
});

const surfaces = {
  "--mantine-color-body": "var(--pg-surface)",
  "--mantine-color-text": "var(--pg-text)",
  "--mantine-color-dimmed": "var(--pg-dimmed)",
  "--mantine-color-placeholder": "var(--pg-dimmed)",
  "--mantine-color-anchor": "var(--pg-accent)",
  "--mantine-color-error": "var(--pg-danger)",
  "--mantine-color-default-border": "var(--pg-line)",
};

/** Quiet accented buttons that stand out from every dark surface; Mantine's own are darker than the ground. */
const darkAccents = {
  "--mantine-color-ink-light": "color-mix(in srgb, var(--pg-accent) 18%, transparent)",
  "--mantine-color-ink-light-hover": "color-mix(in srgb, var(--pg-accent) 26%, transparent)",
  "--mantine-color-ink-light-color": "var(--pg-accent)",
};

/** Gives Mantine's components the palette of `tokens.css`. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: surfaces,
  dark: { ...surfaces, ...darkAccents },
});
