import { VisuallyHidden } from "@mantine/core";
import IconSearch from "@tabler/icons-react/dist/esm/icons/IconSearch.mjs";
import { type ComponentType, type ReactElement, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { labelAddress } from "./addresses";
import classes from "./label-search.module.css";
import type { LabelSuggestionsProps } from "./label-suggestions";

/**
 * Looks for posts by label. The field is a plain one until it is first entered: then the one with suggestions takes its
 * place, and where that cannot be loaded, it works without them.
 */
export function LabelSearch(): ReactElement {
  const { t } = useTranslation("app");
  const [, navigate] = useLocation();
  const [value, setValue] = useState("");
  const [Suggestions, setSuggestions] = useState<ComponentType<LabelSuggestionsProps>>();

  const search = (label: string) => {
    const wanted = label.trim();
    if (wanted === "") return;
    setValue("");
    navigate(labelAddress(wanted));
  };
  const suggest = () => {
    import("./label-suggestions").then(
      (module) => setSuggestions(() => module.LabelSuggestions),
      () => undefined,
    );
  };
  const field = {
    value,
    placeholder: t("search.placeholder"),
    enterKeyHint: "search",
    autoComplete: "off",
    autoCapitalize: "none",
    spellCheck: false,
    maxLength: 100,
  } as const;

  return (
    <form
      className={classes.search}
      onSubmit={(event) => {
        event.preventDefault();
        search(value);
      }}
    >
      <IconSearch className={classes.icon} size={17} stroke={1.9} aria-hidden />
      {Suggestions !== undefined ? (
        <Suggestions
          field={{ ...field, "aria-label": t("search.label"), classNames: { input: classes.field } }}
          onChange={setValue}
          onSearch={search}
        />
      ) : (
        <label>
          <VisuallyHidden>{t("search.label")}</VisuallyHidden>
          <input
            {...field}
            className={classes.field}
            onChange={(event) => setValue(event.currentTarget.value)}
            onFocus={suggest}
          />
        </label>
      )}
    </form>
  );
}
