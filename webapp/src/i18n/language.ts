/** The languages there are, each by its own name. */
export const LANGUAGES = { en: "English", fr: "Français" } as const;

export type Language = keyof typeof LANGUAGES;

const STORAGE_KEY = "postagram.language";

/** Whether there is such a language. */
export function isLanguage(code: string | null | undefined): code is Language {
  return code !== null && code !== undefined && Object.hasOwn(LANGUAGES, code);
}

/** The language that was chosen here before, or else the first one the browser asks for that there is, or English. */
export function preferredLanguage(): Language {
  try {
    const stored = localStorage.getItem(STORAGE_KEY);
    if (isLanguage(stored)) return stored;
  } catch {
    // Storage is switched off: the browser's wish counts.
  }
  const wished = navigator.languages.map((tag) => tag.split("-", 1)[0]?.toLowerCase());
  return wished.find(isLanguage) ?? "en";
}

/** Keeps the choice for the next visit, as far as the browser stores anything. */
export function keepLanguage(language: Language): void {
  try {
    localStorage.setItem(STORAGE_KEY, language);
  } catch {
    // Storage is switched off or full: the choice holds for this visit.
  }
}
