import type { EnvironmentReader } from "./environment-reader";

/** `ALLOWED_ORIGINS`: the origins whose web pages may call, or `*` for all, which is the default. */
export function readAllowedOrigins(reader: EnvironmentReader): "*" | readonly string[] {
  const right = "* or a list of origins such as https://example.org, with commas between them";
  const origins = reader.list("ALLOWED_ORIGINS", (origin) => origin === "*" || isOrigin(origin), right);
  return origins.length === 0 || origins.includes("*") ? "*" : origins;
}

function isOrigin(value: string): boolean {
  return URL.canParse(value) && new URL(value).origin === value && /^https?:/.test(value);
}
