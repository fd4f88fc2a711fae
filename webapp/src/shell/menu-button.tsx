import { UnstyledButton } from "@mantine/core";
import { useIsFetching, useQueryClient } from "@tanstack/react-query";
import { type ComponentType, type ReactElement, type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "./announcer";
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
  const client = useQueryClient();
  const fetching = useIsFetching();

  useEffect(() => {
    const idle = whenIdle(() => {
      // What is being asked for comes first: on a slow line the menus would delay the posts.
      if (client.isFetching() === 0 && fetching === 0) load().catch(() => undefined);
    });
    return idle.cancel;
  }, [load, client, fetching]);

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

/** Runs something once the page has come to rest, also in browsers that do not tell when that is. */
function whenIdle(run: () => void): { cancel(): void } {
  if (typeof requestIdleCallback === "function") {
    const handle = requestIdleCallback(run, { timeout: 5000 });
    return { cancel: () => cancelIdleCallback(handle) };
  }
  const handle = setTimeout(run, 2000);
  return { cancel: () => clearTimeout(handle) };
}
