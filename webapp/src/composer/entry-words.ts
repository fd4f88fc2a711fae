import { useTranslation } from "react-i18next";
import { ApiError } from "../api/posts-api";
import { errorReason } from "../feed/error-reason";
import type { OutboxEntry } from "../publish/outbox";

export interface EntryWords {
  /** How the post stands, as its card says it. */
  readonly state: string;
  /** The same for a screen reader, by the post's title. */
  readonly announcement: string;
}

/** Says how a post on its way stands. */
export function useEntryWords(): (entry: OutboxEntry) => EntryWords {
  const { t } = useTranslation("compose");
  const { t: app } = useTranslation("app");
  return ({ state, error = new ApiError(0), draft: { title } }) => {
    if (state === "failed") {
      const reason = errorReason(error, app);
      return { state: t("outbox.failed", { reason }), announcement: t("outbox.announce.failed", { title, reason }) };
    }
    const words = state === "waiting" && error.status === 429 ? "tooMany" : state;
    return { state: t(`outbox.${words}`), announcement: t(`outbox.announce.${words}`, { title }) };
  };
}
