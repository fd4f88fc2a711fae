import type { TFunction } from "i18next";
import type { ApiError } from "../api/posts-api";

/** Why a call failed, as the end of a sentence; in the service's own words, which are English, where none of ours fit. */
export function errorReason(error: ApiError, t: TFunction<"app">): string {
  const { status, serverMessage } = error;
  if (error.from === "storage") {
    return status === 0 || status >= 500 ? t("error.storageUnanswered") : t("error.storageStatus", { status });
  }
  switch (status) {
    case 0:
      return t("error.unanswered");
    case 403:
      return t("error.forbidden");
    case 404:
      return t("error.gone");
    case 413:
      return t("error.tooLarge");
    case 415:
      return t("error.pictureKind");
    case 422:
      return t("error.contradiction");
    case 429:
      return t("error.tooMany");
    case 502:
    case 503:
    case 504:
      return t("error.unavailable");
    default:
      return serverMessage ?? t("error.status", { status });
  }
}

/** The same as a sentence of its own. */
export function errorSentence(error: ApiError, t: TFunction<"app">): string {
  const reason = errorReason(error, t);
  return reason.charAt(0).toLocaleUpperCase() + reason.slice(1);
}
