import { Button, Group, Modal, Text, TextInput } from "@mantine/core";
import { type JSX, type SubmitEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { checkUserName, type UserNameProblem, useSession } from "../session/session";
import { MAX_LENGTH } from "../session/user-name";
import { announce } from "../shell/announcer";
import { DialogTitle } from "../shell/dialog-title";
import classes from "./login-dialog.module.css";

export interface LoginDialogProps {
  readonly opened: boolean;
  readonly close: () => void;
  /** Called once somebody is logged in; without it the dialog closes. */
  readonly done?: () => void;
  /** What the log-in is needed for. */
  readonly reason?: string;
}

/** Asks for the name to go by. */
export function LoginDialog({ opened, close, done = close, reason }: LoginDialogProps): JSX.Element {
  const { t } = useTranslation("compose");
  const { logIn } = useSession();
  const field = useRef<HTMLInputElement>(null);
  const [name, setName] = useState("");
  const [problem, setProblem] = useState<UserNameProblem>();
  const trimmed = name.trim();

  const words = () => {
    if (problem === undefined) return undefined;
    if (problem !== "tooLong") return t(`login.problem.${problem}`);
    return t("login.problem.tooLong", { count: [...trimmed].length - MAX_LENGTH });
  };
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const found = checkUserName(trimmed);
    setProblem(found);
    if (found) {
      field.current?.focus();
      return;
    }
    setName("");
    logIn(trimmed);
    announce(t("login.done", { user: trimmed }));
    done();
  };

  return (
    <Modal
      opened={opened}
      onClose={close}
      title={<DialogTitle>{t("login.title")}</DialogTitle>}
      centered
      radius="lg"
      returnFocus={false}
      // Mantine makes the title bar a <header>, which in a dialog would pass for another banner of the page.
      attributes={{ header: { role: "presentation" } }}
      closeButtonProps={{ "aria-label": t("login.cancel"), size: 40 }}
    >
      <form noValidate onSubmit={submit}>
        <Text c="dimmed" mb="md">
          {reason && `${reason} `}
          {t("login.explanation")}
        </Text>
        <TextInput
          ref={field}
          data-autofocus
          // A plain `dir` would be that of what is around the field.
          attributes={{ input: { dir: "auto" } }}
          classNames={{ label: classes.label }}
          label={t("login.name")}
          size="md"
          value={name}
          error={words()}
          required
          withAsterisk={false}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          enterKeyHint="go"
          onChange={(event) => {
            const typed = event.currentTarget.value;
            setName(typed);
            // What was wrong is looked at again while it is mended, but nothing is called wrong while it is first typed.
            if (problem) setProblem(checkUserName(typed.trim()));
          }}
        />
        <Group justify="flex-end" gap="xs" mt="lg">
          <Button h={40} variant="default" onClick={close}>
            {t("login.cancel")}
          </Button>
          <Button h={40} type="submit">
            {t("login.submit")}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
