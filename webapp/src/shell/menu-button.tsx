import { UnstyledButton } from "@mantine/core";
import { type ComponentType, type ReactElement, type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "./announcer";
import { useAtRest } from "./at-rest";
import classes from "./menu-button.module.css";

/** A menu around the button that opens it. */
export interface LoadedMenuProps {
  readonly opened: boolean;
  readonly onChange: (opened: boolean) => void;
  readonly children: ReactElement;
}

interface MenuButtonProps {
  readonly label: string;
  readonly load: () => Promise<ComponentType<LoadedMenuProps>>;
  /** What the button shows. */
  readonly children: ReactNode;
}

/**
 * A button whose menu is loaded when the browser has nothing else to do, or else when it is first pressed: menus are a
 * third of the component library's weight, and nobody needs one to read.
 */
export function MenuButton({ label, load, children }: MenuButtonProps): ReactElement {
  const { t } = useTranslation("app");
  const [Loaded, setLoaded] = useState<ComponentType<LoadedMenuProps>>();
  const [opened, setOpened] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useAtRest(useCallback(() => void load().catch(() => undefined), [load]));

  // The button is another element once the menu is around it, so the focus has to be handed over before it opens.
  useEffect(() => {
    if (Loaded === undefined) return;
    button.current?.focus({ preventScroll: true });
    setOpened(true);
  }, [Loaded]);

  const open = () => {
    load().then(
      (menu) => setLoaded(() => menu),
      () => announce(t("error.part")),
    );
  };
  const face = (
    <UnstyledButton
      ref={button}
      className={classes.button}
      aria-label={label}
      title={label}
      aria-haspopup="menu"
      onClick={Loaded === undefined ? open : undefined}
    >
      {children}
    </UnstyledButton>
  );
  if (Loaded === undefined) return face;
  return (
    <Loaded opened={opened} onChange={setOpened}>
      {face}
    </Loaded>
  );
}
