import { Text } from "@mantine/core";
import type { JSX } from "react";

/** The heading's words of a dialog. */
export function DialogTitle({ children }: { children: string }): JSX.Element {
  return (
    <Text span fw={650} fz={18} lh={1.3}>
      {children}
    </Text>
  );
}
