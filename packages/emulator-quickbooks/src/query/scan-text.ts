import { QUERY_TEXT_IS_LATIN_ONE } from "../not-evidenced.ts";

/** The last character of ISO 8859-1. */
const LATIN_1_MAX = 0xff;

/**
 * The text in single quotes that starts at `offset`, as a regular expression would match it; null when
 * there is none or it does not end. A scan by hand takes a text of any length; a regular expression with
 * escapes runs out of stack on a long one.
 */
export function scanText(statement: string, offset: number): [string] | null {
  if (statement[offset] !== "'") return null;
  const end = textEnd(statement, offset);
  return statement[end] === "'" ? [statement.slice(offset, end + 1)] : null;
}

/**
 * Where the text that starts at `offset` ends: at its closing quote, at a character that no text may
 * hold, or (no quote closes it) at the length of the statement.
 */
export function textEnd(statement: string, offset: number): number {
  let isEscaped = false;
  for (let at = offset + 1; at < statement.length; at += 1) {
    if (statement[at] === "'" && !isEscaped) return at;
    if (QUERY_TEXT_IS_LATIN_ONE && statement.charCodeAt(at) > LATIN_1_MAX) return at;
    isEscaped = statement[at] === "\\" && !isEscaped;
  }
  return statement.length;
}

/** The value of a quoted text: `'Amy\'s'` → `Amy's`. */
export function unquote(image: string): string {
  return image.slice(1, -1).replace(/\\([\s\S])/g, "$1");
}
