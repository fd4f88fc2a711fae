/** A column of a table. Its cells are aligned right where they are numbers. */
export interface Column {
  readonly name: string;
  /** Digits after the point. @default 0 */
  readonly digits?: number;
}

/** A table of results: what the terminal, the page and the JSON file show. */
export interface Table {
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** The table for a terminal, its columns padded with spaces. */
export function renderText({ title, columns, rows }: Table): string {
  const cells = [columns.map(({ name }) => name), ...rows.map((row) => formatRow(row, columns))];
  const widths = columns.map((_, at) => Math.max(...cells.map((row) => [...(row[at] ?? "")].length)));
  const right = rightAligned({ columns, rows });
  const lines = cells.map((row) =>
    row
      .map((cell, at) => (right[at] ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
  const rule = widths.map((width) => "─".repeat(width)).join("  ");
  return [title, "", lines[0], rule, ...lines.slice(1), ""].join("\n");
}

/** The table as GitHub's Markdown has it, its title above it. */
export function renderMarkdown({ title, columns, rows }: Table): string {
  const right = rightAligned({ columns, rows });
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [
    `**${title}**`,
    "",
    line(columns.map(({ name }) => name)),
    line(columns.map((_, at) => (right[at] ? "---:" : "---"))),
    ...rows.map((row) => line(formatRow(row, columns))),
  ].join("\n");
}

/** A number as people read it, or a dash where there is none. */
export function formatNumber(value: number, digits = 0): string {
  if (Number.isNaN(value)) return "–";
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function formatRow(row: readonly (string | number)[], columns: readonly Column[]): string[] {
  return row.map((cell, at) => (typeof cell === "number" ? formatNumber(cell, columns[at]?.digits) : cell));
}

function rightAligned({ columns, rows }: Pick<Table, "columns" | "rows">): boolean[] {
  return columns.map((_, at) => rows.some((row) => typeof row[at] === "number"));
}
