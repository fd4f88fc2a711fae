import { Button, Text, Textarea, TextInput } from "@mantine/core";
import { type JSX, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import { usePictureOffer } from "../picture/picture-offer";
import { type Draft, useDraft } from "../publish/draft";
import { useOutbox } from "../publish/outbox";
import { useSession } from "../session/session";
import { DraftState } from "./draft-state";
import { PictureField } from "./picture-field";
import classes from "./post-form.module.css";
import { TEXT_LIMIT, TITLE_LIMIT, useLength } from "./post-limits";

interface PostFormProps {
  /** Whether the form can be used: it stays to be seen while its dialog leaves. */
  readonly opened: boolean;
  readonly posted: () => void;
  readonly incoming: File | undefined;
  readonly takeIncoming: () => void;
}

/** For the field itself: Mantine puts a plain `dir` on what is around it. */
const DIRECTION_BY_CONTENT = { input: { dir: "auto" } };

/** Title, text and picture of a post. What is typed is the draft at once; "Post" hands it to the outbox. */
export function PostForm({ opened, posted, incoming, takeIncoming }: PostFormProps): JSX.Element {
  const { t } = useTranslation("compose");
  const { user } = useSession();
  const { draft, setDraft, clearDraft } = useDraft();
  const { publish } = useOutbox();
  const [asked, setAsked] = useState(false);
  const [cleared, setCleared] = useState<Draft>();
  const titleField = useRef<HTMLInputElement>(null);
  const textField = useRef<HTMLTextAreaElement>(null);
  const { offer, problem, forget } = usePictureOffer((picture) => change({ picture }));

  const title = useLength(draft.title, TITLE_LIMIT, t("composer.problem.titleEmpty"));
  const text = useLength(draft.text, TEXT_LIMIT, t("composer.problem.textEmpty"));

  const change = (part: Partial<Draft>) => {
    setCleared(undefined);
    setDraft(part);
  };

  useEffect(() => {
    if (!incoming) return;
    takeIncoming();
    offer(incoming);
  }, [incoming, takeIncoming, offer]);

  const post = () => {
    // The second click of a double one comes when the post is on its way already.
    if (!opened) return;
    setAsked(true);
    if (title.problem !== undefined) return titleField.current?.focus();
    if (text.problem !== undefined) return textField.current?.focus();
    publish({ ...draft, title: draft.title.trim(), text: draft.text.trim() });
    setAsked(false);
    setCleared(undefined);
    forget();
    posted();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    post();
  };

  return (
    <form
      noValidate
      className={classes.form}
      onKeyDown={onKeyDown}
      onMouseDown={(event) => {
        // Or else the focus would go to what is about to leave, and be lost with it.
        if (!opened) event.preventDefault();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        post();
      }}
    >
      <Text size="sm" c="dimmed">
        <Trans t={t} i18nKey="composer.as" values={{ user }} components={{ b: <bdi className={classes.user} /> }} />
      </Text>
      <PictureField
        picture={draft.picture}
        problem={problem}
        onChoose={offer}
        onRemove={() => {
          forget();
          change({ picture: undefined });
        }}
      />
      <TextInput
        ref={titleField}
        data-autofocus
        attributes={DIRECTION_BY_CONTENT}
        classNames={{ label: classes.label }}
        label={t("composer.postTitle")}
        description={title.left}
        error={title.shown(asked)}
        inputWrapperOrder={["label", "input", "description", "error"]}
        size="md"
        required
        withAsterisk={false}
        autoComplete="off"
        enterKeyHint="next"
        value={draft.title}
        onChange={(event) => change({ title: event.currentTarget.value })}
      />
      <Textarea
        ref={textField}
        attributes={DIRECTION_BY_CONTENT}
        classNames={{ label: classes.label }}
        label={t("composer.text")}
        description={text.left}
        error={text.shown(asked)}
        inputWrapperOrder={["label", "input", "description", "error"]}
        size="md"
        required
        withAsterisk={false}
        autosize
        minRows={4}
        maxRows={14}
        value={draft.text}
        onChange={(event) => change({ text: event.currentTarget.value })}
      />
      <div className={classes.foot}>
        <DraftState
          draft={draft}
          cleared={cleared}
          onClear={() => {
            setCleared(draft);
            setAsked(false);
            forget();
            clearDraft();
            titleField.current?.focus();
          }}
          onUndo={() => {
            if (cleared) change(cleared);
          }}
        />
        <Button h={44} px="xl" type="submit" aria-keyshortcuts="Control+Enter Meta+Enter">
          {t("composer.submit")}
        </Button>
      </div>
    </form>
  );
}
