/** The rows of a page's tables, cell by cell, without their headings. */
export function tableRows(page: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  const lines = page.split("\n");
  for (const [place, line] of lines.entries()) {
    const isHeading = /^\|[\s:|-]+\|$/.test(lines[place + 1] ?? "");
    if (!line.startsWith("|") || isHeading || /^\|[\s:|-]+\|$/.test(line)) continue;
    const cells = line.slice(1, line.lastIndexOf("|")).split(/(?<!\\)\|/);
    rows.push(cells.map((cell) => cell.trim().replaceAll(String.raw`\|`, "|")));
  }
  return rows;
}

/** The text inside a cell's code quotes. */
export function unquoted(cell: string | undefined): string {
  return (cell ?? "").replaceAll("`", "");
}
