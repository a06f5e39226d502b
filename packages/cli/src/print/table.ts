/** Rows as aligned columns; the last column is not padded. Empty when there are no rows. */
export function columns(rows: readonly (readonly string[])[], indent = ""): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [place, cell] of row.entries()) {
      widths[place] = Math.max(widths[place] ?? 0, cell.length);
    }
  }
  return rows
    .map((row) => {
      const cells = row.map((cell, place) =>
        place === row.length - 1 ? cell : cell.padEnd(widths[place] ?? 0),
      );
      return `${indent}${cells.join("  ")}`.trimEnd();
    })
    .map((line) => `${line}\n`)
    .join("");
}

/** `2026-11-23T10:20:30Z` as `2026-11-23 10:20:30 UTC`. */
export function utc(time: string): string {
  return `${time.slice(0, 19).replace("T", " ")} UTC`;
}

export function valueText(value: string | boolean | null): string {
  if (value === null || value === "") return "(empty)";
  return typeof value === "boolean" ? String(value) : JSON.stringify(value);
}
