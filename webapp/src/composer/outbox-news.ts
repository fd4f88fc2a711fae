import { useEffect, useEffectEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import { type OutboxEntry, subscribeOutcomes, useOutbox } from "../publish/outbox";
import { useSession } from "../session/session";
import { announce } from "../shell/announcer";
import { useEntryWords } from "./entry-words";

/** Has a screen reader say what becomes of the posts on their way, whichever page is shown. */
export function useOutboxNews(): void {
  const { t } = useTranslation("compose");
  const { user } = useSession();
  const { entries } = useOutbox();
  const words = useEntryWords();
  const known = useRef<readonly OutboxEntry[]>([]);
  /** Titles of what was sent and not yet told of: it is told together with what goes next, lest that drown it. */
  const sent = useRef<string[]>([]);

  useEffect(
    () =>
      subscribeOutcomes((entry, outcome) => {
        if (outcome === "sent" && entry.user === user) sent.current.push(entry.draft.title);
      }),
    [user],
  );

  const tell = useEffectEvent((now: readonly OutboxEntry[]) => {
    const before = known.current;
    known.current = now;
    const changed = now.filter(({ key, state }) => !before.some((entry) => entry.key === key && entry.state === state));
    const news = [
      ...sent.current.splice(0).map((title) => t("outbox.announce.posted", { title })),
      ...changed.map((entry) => words(entry).announcement),
    ];
    if (news.length > 0) announce(news.join(" "));
  });
  useEffect(() => tell(entries), [entries]);
}
