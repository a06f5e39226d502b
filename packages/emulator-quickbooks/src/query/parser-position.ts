/** Columns that a tab moves to: after the 8th, the 16th and so on. */
const TAB_COLUMNS = 8;

/** Line and column of a character, from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * Where a character stands, counted as parsers made by JavaCC count: a tab moves to the next multiple of
 * eight, `\r\n` is one line end, which belongs to the line it ends. Before the first character it is
 * line 0, column 0 (L: the fault of an empty statement).
 */
export function positionOf(statement: string, offset: number): Position {
  let line = offset < 0 || statement === "" ? 0 : 1;
  let column = 0;
  let previous = "";
  for (const character of statement.slice(0, offset + 1)) {
    const isNewLine = previous === "\n" || (previous === "\r" && character !== "\n");
    if (isNewLine) line += 1;
    column = isNewLine ? 1 : column + character.length;
    if (character === "\t") column += (TAB_COLUMNS - (column % TAB_COLUMNS)) % TAB_COLUMNS;
    previous = character;
  }
  return { line, column };
}

/** One column after the last character; after a line end, column 0 of the next line. */
export function endOf(statement: string): Position {
  const { line, column } = positionOf(statement, statement.length - 1);
  return /[\r\n]$/.test(statement) ? { line: line + 1, column: 0 } : { line, column: column + 1 };
}

/** As such parsers show text inside a fault: quotes and what is not ASCII are escaped. */
export function escapeShown(text: string): string {
  const escape = (character: string): string =>
    NAMED_ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  // By code units: a character beyond the basic plane shows as two.
  return text.replace(/[^\x20-\x7e]|["'\\]/g, escape);
}

const NAMED_ESCAPES: Readonly<Record<string, string>> = {
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\f": "\\f",
  "\r": "\\r",
  '"': '\\"',
  "'": "\\'",
  "\\": "\\\\",
};
