import { blankStrings, type Statement, textOf } from "./soql-error.ts";

/** Where the clauses and subqueries of a statement begin, so that errors point into the right one. */

const startOf = (soql: Statement): number => (typeof soql === "string" ? 0 : soql.from());

/** The part that begins with a word of its own level, such as WHERE; the same part when there is none. */
export function clauseOf(soql: Statement, word: "WHERE" | "ORDER" | "GROUP"): Statement {
  const text = textOf(soql);
  return { text, from: () => wordAt(text, startOf(soql), word) ?? startOf(soql) };
}

/** The subquery of a part that reads from a source; the same part when there is none. */
export function subqueryOf(soql: Statement, source: string): Statement {
  const text = textOf(soql);
  return { text, from: () => subqueryAt(text, startOf(soql), source) ?? startOf(soql) };
}

function subqueryAt(text: string, start: number, source: string): number | undefined {
  const blank = blankStrings(text);
  for (const { index, 0: opening } of blank.slice(start).matchAll(/\(\s*(?=SELECT\b)/gi)) {
    const inner = start + index + opening.length;
    const from = wordAt(text, inner, "FROM");
    const read = from === undefined ? undefined : /^FROM\s+([\w.]+)/i.exec(blank.slice(from))?.[1];
    const name = read?.split(".").at(-1);
    if (name?.toLowerCase() === source.toLowerCase()) return inner;
  }
  return undefined;
}

/** The first place of a word after a start, within no further parentheses and no string. */
function wordAt(text: string, start: number, word: string): number | undefined {
  let depth = 0;
  for (const { index, 0: piece } of blankStrings(text)
    .slice(start)
    .matchAll(/[()]|[\w.]+/g)) {
    if (piece === "(") depth += 1;
    else if (piece === ")") depth -= 1;
    else if (depth === 0 && piece.toUpperCase() === word) return start + index;
    if (depth < 0) return undefined;
  }
  return undefined;
}
