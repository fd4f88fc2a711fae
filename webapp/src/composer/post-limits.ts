import { useTranslation } from "react-i18next";

/** The longest title and text that the service takes, in code points. */
export const TITLE_LIMIT = 300;
export const TEXT_LIMIT = 32_768;

/** How much of a field is used before it says what is left. */
const NEAR = 0.9;

export interface Length {
  /** What is wrong with the field, if anything. */
  readonly problem: string | undefined;
  /** How many characters are left, near the limit. */
  readonly left: string | undefined;
  /** The problem as it is to be shown: that a field is empty only once the post was to be sent. */
  readonly shown: (asked: boolean) => string | undefined;
}

/** Measures a field as the service does, which takes out the space around it. */
export function useLength(value: string, limit: number, empty: string): Length {
  const { t } = useTranslation("compose");
  const trimmed = value.trim();
  // A code point has one or two UTF-16 units: most texts need not be counted one by one.
  const length = trimmed.length < limit * NEAR ? trimmed.length : [...trimmed].length;
  const tooMany = length - limit;
  const problem = tooMany > 0 ? t("composer.problem.tooLong", { count: tooMany }) : undefined;
  return {
    problem: length === 0 ? empty : problem,
    left: length >= limit * NEAR && tooMany <= 0 ? t("composer.left", { count: -tooMany }) : undefined,
    shown: (asked) => (length === 0 ? (asked ? empty : undefined) : problem),
  };
}
