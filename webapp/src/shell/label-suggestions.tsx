import { Autocomplete, type AutocompleteProps, CloseButton } from "@mantine/core";
import { type ReactElement, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { countLabels } from "../feed/labels";
import { useFeed } from "../posts/feed";
import classes from "./label-suggestions.module.css";

export interface LabelSuggestionsProps {
  readonly field: AutocompleteProps;
  readonly onChange: (value: string) => void;
  readonly onSearch: (label: string) => void;
}

/** How many labels are offered at once. */
const LIMIT = 8;

/** The search field with the labels of the posts loaded so far, most frequent first. */
export function LabelSuggestions({ field, onChange, onSearch }: LabelSuggestionsProps): ReactElement {
  const { t } = useTranslation("app");
  const { posts } = useFeed({});
  const counts = countLabels(posts);
  const input = useRef<HTMLInputElement>(null);

  // The chosen label is searched for and shown by the page; it would also be written into the field.
  const chosen = useRef(false);

  // It takes the place of the plain field while that has the focus.
  useEffect(() => input.current?.focus(), []);

  return (
    <Autocomplete
      {...field}
      ref={input}
      variant="unstyled"
      data={[...counts.keys()]}
      limit={LIMIT}
      selectFirstOptionOnChange
      maxDropdownHeight={400}
      onChange={(value) => {
        if (!chosen.current) onChange(value);
        chosen.current = false;
      }}
      onOptionSubmit={(label) => {
        chosen.current = true;
        onSearch(label);
      }}
      comboboxProps={{ radius: "lg", shadow: "md", offset: 6, withinPortal: false }}
      rightSection={
        field.value ? (
          <CloseButton size={32} radius="xl" aria-label={t("search.clear")} onClick={() => onChange("")} />
        ) : null
      }
      renderOption={({ option }) => (
        <span className={classes.option}>
          <span>{option.value}</span>
          <span className={classes.count}>{t("search.posts", { count: counts.get(option.value) ?? 0 })}</span>
        </span>
      )}
    />
  );
}
