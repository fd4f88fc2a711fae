import { createInstance, type TFunction } from "i18next";
import { english } from "../../../webapp/src/i18n/en";
import { french } from "../../../webapp/src/i18n/fr";
import type { Language } from "../../../webapp/src/i18n/language";

/** What the app says, from its own catalogs: tests name things by their keys, so that the words may change. */
export interface Wording {
  readonly app: TFunction<"app">;
  readonly compose: TFunction<"compose">;
}

const i18n = createInstance({
  lng: "en",
  resources: { en: english, fr: french },
  ns: Object.keys(english),
  interpolation: { escapeValue: false },
  initAsync: false,
});
void i18n.init();

export function wording(language: Language): Wording {
  return { app: i18n.getFixedT(language, "app"), compose: i18n.getFixedT(language, "compose") };
}
