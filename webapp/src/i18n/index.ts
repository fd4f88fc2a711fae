import i18next from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";
import { english } from "./en";
import { keepLanguage, LANGUAGES, type Language, preferredLanguage } from "./language";

/** Loads what a language says; English is always there. */
async function loadCatalogs(language: Language): Promise<void> {
  if (language === "en" || i18next.hasResourceBundle(language, "app")) return;
  const { french } = await import("./fr");
  i18next.addResourceBundle(language, "app", french.app);
  i18next.addResourceBundle(language, "compose", french.compose);
}

/** Starts the translations in the preferred language; in English where that one cannot be loaded. */
export async function startTranslations(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: "en",
    fallbackLng: "en",
    supportedLngs: Object.keys(LANGUAGES),
    ns: Object.keys(english),
    defaultNS: "app",
    resources: { en: english },
    // React escapes by itself.
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  i18next.on("languageChanged", (language) => {
    document.documentElement.lang = language;
  });
  const language = preferredLanguage();
  await showIn(language).catch(() => {
    // Its chunk did not come. The page works in English, and the language can be chosen again.
  });
}

async function showIn(language: Language): Promise<void> {
  await loadCatalogs(language);
  await i18next.changeLanguage(language);
}

/** The language shown, and a way to change it that is kept; rejects where the language cannot be loaded. */
export function useLanguage(): { language: Language; setLanguage(language: Language): Promise<void> } {
  const { i18n } = useTranslation("app");
  return {
    language: i18n.resolvedLanguage === "fr" ? "fr" : "en",
    async setLanguage(language) {
      await showIn(language);
      keepLanguage(language);
    },
  };
}
