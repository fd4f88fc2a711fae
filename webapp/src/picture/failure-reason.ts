import { useTranslation } from "react-i18next";
import type { ApiError } from "../api/posts-api";

/** Says why a call failed: in the service's own words where it gave any. */
export function useFailureReason(): (error: ApiError | undefined) => string {
  const { t } = useTranslation("compose");
  return (error) => {
    if (error === undefined || error.status === 0) return t("reason.unanswered");
    return error.serverMessage ?? t("reason.status", { status: error.status });
  };
}
