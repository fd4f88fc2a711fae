import { Button, Text } from "@mantine/core";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { type Draft, isEmpty } from "../publish/draft";
import classes from "./post-form.module.css";

interface DraftStateProps {
  readonly draft: Draft;
  /** The draft as it was before it was cleared. */
  readonly cleared: Draft | undefined;
  readonly onClear: () => void;
  readonly onUndo: () => void;
}

/** Says that the draft is kept, and clears it. */
export function DraftState({ draft, cleared, onClear, onUndo }: DraftStateProps): JSX.Element {
  const { t } = useTranslation("compose");
  const empty = isEmpty(draft);
  return (
    <div className={classes.draft}>
      <Text size="sm" c="dimmed" role="status">
        {cleared ? t("composer.cleared") : !empty && t("composer.kept")}
      </Text>
      {cleared && (
        <Button h={40} px="xs" variant="subtle" onClick={onUndo}>
          {t("composer.undo")}
        </Button>
      )}
      {!cleared && !empty && (
        <Button h={40} px="xs" variant="subtle" aria-label={t("composer.clearDraft")} onClick={onClear}>
          {t("composer.clear")}
        </Button>
      )}
    </div>
  );
}
