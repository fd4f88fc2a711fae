import type { TFunction } from "i18next";
import type { ApiError } from "../api/posts-api";

/** Why a call failed, as the end of a sentence. */
export function errorReason(error: ApiError, t: TFunction<"app">): string {
  if (error.status === 0) return t("error.unanswered");
  if (error.status === 429) return t("error.tooMany");
  if (error.status >= 502 && error.status <= 504) return t("error.unavailable");
  return t("error.status", { status: error.status });
}

/** The same as a sentence of its own. */
export function errorSentence(error: ApiError, t: TFunction<"app">): string {
  const reason = errorReason(error, t);
  return reason.charAt(0).toLocaleUpperCase() + reason.slice(1);
}
