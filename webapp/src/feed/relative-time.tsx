import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../i18n";
import { useStore } from "../state/store";
import { createClock } from "./clock";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** One clock for everything on the page. */
const clock = createClock(20 * SECOND);

/** How long ago something was, in words; from a week on, the date. */
export function useRelativeTime(date: Date): string {
  const { t } = useTranslation("app");
  const { language } = useLanguage();
  const age = Math.max(0, useStore(clock, (now) => now) - date.getTime());
  if (age < 45 * SECOND) return t("post.justNow");

  const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  if (age < 59.5 * MINUTE) return relative.format(-Math.max(1, Math.round(age / MINUTE)), "minute");
  if (age < 23.5 * HOUR) return relative.format(-Math.round(age / HOUR), "hour");
  if (age < 6.5 * DAY) return relative.format(-Math.round(age / DAY), "day");
  return new Intl.DateTimeFormat(language, { dateStyle: "medium" }).format(date);
}

/** When something was, in words, with the exact time behind it. */
export function RelativeTime({ date }: { date: Date }): ReactElement {
  const { language } = useLanguage();
  const exact = new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "short" }).format(date);
  return (
    <time dateTime={date.toISOString()} title={exact}>
      {useRelativeTime(date)}
    </time>
  );
}
