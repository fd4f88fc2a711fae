import type { MenuProps } from "@mantine/core";

/** How the header's menus hang from their buttons: inside the header, so that they belong to its landmark. */
export const MENU_LAYOUT = {
  position: "bottom-end",
  offset: 10,
  width: 220,
  radius: "lg",
  shadow: "md",
  withinPortal: false,
  // A menu may hold nothing but items: the focus goes to the first one instead.
  withInitialFocusPlaceholder: false,
} as const satisfies MenuProps;
