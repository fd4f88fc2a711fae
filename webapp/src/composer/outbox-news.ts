import { useEffect, useEffectEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useFailureReason } from "../picture/failure-reason";
import { type OutboxEntry, useOutbox } from "../publish/outbox";
import { announce } from "../shell/announcer";
import { wasTakenBack } from "./taken-back";

/** Has a screen reader say what becomes of the posts on their way, whichever page is shown. */
export function useOutboxNews(): void {
  const { t } = useTranslation("compose");
  const { entries } = useOutbox();
  const reason = useFailureReason();
  const known = useRef<readonly OutboxEntry[]>([]);

  const tell = useEffectEvent((now: readonly OutboxEntry[]) => {
    const before = known.current;
    known.current = now;
    const sent = before.filter(({ key }) => !now.some((entry) => entry.key === key) && !wasTakenBack(key));
    const changed = now.filter(({ key, state }) => !before.some((entry) => entry.key === key && entry.state === state));
    const news = [
      ...sent.map(({ draft }) => t("outbox.announce.posted", { title: draft.title })),
      ...changed.map(({ draft: { title }, state, error }) =>
        t(`outbox.announce.${state}`, { title, reason: state === "failed" ? reason(error) : "" }),
      ),
    ];
    if (news.length > 0) announce(news.join(" "));
  });
  useEffect(() => tell(entries), [entries]);
}
