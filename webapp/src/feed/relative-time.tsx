import { type ReactElement, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../i18n";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** How often what is shown is brought up to date. */
const REFRESH = 20 * SECOND;

let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, REFRESH);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The time now, in ms since 1970; one clock for everything on the page. */
function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

/** How long ago something was, in words; from a week on, the date. */
export function useRelativeTime(date: Date): string {
  const { t } = useTranslation("app");
  const { language } = useLanguage();
  const age = Math.max(0, useNow() - date.getTime());
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
