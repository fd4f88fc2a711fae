import { useTranslation } from "react-i18next";

const MEGABYTE = 1024 * 1024;

/** Writes a number of bytes as megabytes (of 1024 × 1024, as the limit is), rounded up, so that too much never reads as the limit. */
export function usePictureSize(): (bytes: number) => string {
  const { i18n } = useTranslation();
  return (bytes) => {
    const format = new Intl.NumberFormat(i18n.language, {
      style: "unit",
      unit: "megabyte",
      maximumFractionDigits: 1,
      roundingMode: "ceil",
    });
    return format.format(bytes / MEGABYTE);
  };
}
