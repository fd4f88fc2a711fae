import { Button, Group, Loader, Text } from "@mantine/core";
import IconAlertCircle from "@tabler/icons-react/dist/esm/icons/IconAlertCircle.mjs";
import IconClock from "@tabler/icons-react/dist/esm/icons/IconClock.mjs";
import { type JSX, useId, useLayoutEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useFileAddress } from "../picture/file-address";
import { isEmpty, useDraft } from "../publish/draft";
import type { Outbox, OutboxEntry } from "../publish/outbox";
import { focusPageHeading } from "../shell/page-heading";
import { openComposer } from "./composer-opening";
import { useEntryWords } from "./entry-words";
import classes from "./outbox-cards.module.css";

const ICONS = {
  sending: <Loader size={18} aria-hidden />,
  waiting: <IconClock size={20} aria-hidden />,
  failed: <IconAlertCircle size={20} aria-hidden />,
};

/** The posts on their way to the service, the newest first. */
export function OutboxCards({ outbox }: { outbox: Outbox }): JSX.Element {
  const { t } = useTranslation("compose");
  return (
    <section aria-label={t("outbox.heading")} className={classes.list}>
      {outbox.entries.toReversed().map((entry) => (
        <OutboxCard key={entry.key} entry={entry} outbox={outbox} />
      ))}
    </section>
  );
}

function OutboxCard({ entry, outbox }: { entry: OutboxEntry; outbox: Outbox }): JSX.Element {
  const { t } = useTranslation("compose");
  const words = useEntryWords()(entry);
  const { draft } = useDraft();
  const titleId = useId();
  const card = useRef<HTMLElement>(null);
  const { key, state } = entry;
  const { title, text, picture } = entry.draft;
  const preview = useFileAddress(picture);
  // What is given back goes where one writes; it must not take the place of something else that is being written.
  const goesBack = isEmpty(draft);

  useLayoutEffect(() => {
    const element = card.current;
    return () => {
      // It goes once the post is sent, or cancelled.
      if (element?.contains(document.activeElement)) focusPageHeading();
    };
  }, []);

  const takeBack = () => {
    outbox.cancel(key);
    if (goesBack) openComposer();
  };

  const retry = () => {
    outbox.retry(key);
    // The button goes; the focus stays with the post.
    card.current?.focus({ preventScroll: true });
  };

  return (
    <article ref={card} className={classes.card} data-state={state} aria-labelledby={titleId} tabIndex={-1}>
      <Group gap="sm" wrap="nowrap" align="flex-start">
        {preview && <img className={classes.picture} src={preview} alt="" decoding="async" />}
        <div className={classes.words}>
          <Text id={titleId} dir="auto" fw={600} truncate>
            {title}
          </Text>
          <Text dir="auto" size="sm" c="dimmed" truncate>
            {text}
          </Text>
        </div>
      </Group>
      <Group gap="xs" justify="space-between" className={classes.foot}>
        <div className={classes.state}>
          {ICONS[state]}
          <Text size="sm">{words.state}</Text>
        </div>
        <Group gap="xs" ml="auto">
          <Button
            h={40}
            variant="default"
            aria-label={t(goesBack ? "outbox.cancelOf" : "outbox.discardOf", { title })}
            onClick={takeBack}
          >
            {t(goesBack ? "outbox.cancel" : "outbox.discard")}
          </Button>
          {state === "failed" && (
            <Button h={40} aria-label={t("outbox.retryOf", { title })} onClick={retry}>
              {t("outbox.retry")}
            </Button>
          )}
        </Group>
      </Group>
    </article>
  );
}
