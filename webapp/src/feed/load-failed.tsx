import { Button } from "@mantine/core";
import IconCloudOff from "@tabler/icons-react/dist/esm/icons/IconCloudOff.mjs";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { ApiError } from "../api/posts-api";
import { Notice } from "../shell/notice";
import { errorSentence } from "./error-reason";

interface LoadFailedProps {
  readonly title: string;
  readonly error: ApiError | undefined;
  readonly retry: () => void;
}

/** Stands where posts would, had they come. */
export function LoadFailed({ title, error, retry }: LoadFailedProps): ReactElement {
  const { t } = useTranslation("app");
  return (
    <div role="alert">
      <Notice
        icon={<IconCloudOff size={34} stroke={1.5} aria-hidden />}
        title={title}
        text={error && errorSentence(error, t)}
      >
        <Button h={40} onClick={retry}>
          {t("error.retry")}
        </Button>
      </Notice>
    </div>
  );
}
