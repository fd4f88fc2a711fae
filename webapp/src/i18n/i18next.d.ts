import "i18next";
import type { english } from "./en";

// Makes `t("…")` know every key: a misspelt one is a type error.
declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "app";
    resources: typeof english;
  }
}
