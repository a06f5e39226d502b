import { refuseQuery } from "./soql-error.ts";

/** The words, literals and signs of a statement with their places: what the parser does not tell. */
export interface Token {
  readonly kind: "word" | "string" | "number" | "sign";
  readonly text: string;
  readonly offset: number;
}

const PATTERN =
  /(\s+)|('(?:\\.|[^'\\])*')|([+-]?\.?\d[\w.]*(?:[:+-]\d[\w.]*)*)|([A-Za-z_][\w.]*)|(!=|<>|<=|>=|[=<>(),:*;{}[\]+\-/|&!.%@#?~^])/gsy;

/** @throws MALFORMED_QUERY for a string without an end and for characters that mean nothing */
export function scan(soql: string): readonly Token[] {
  const tokens: Token[] = [];
  PATTERN.lastIndex = 0;
  for (let offset = 0; offset < soql.length; offset = PATTERN.lastIndex) {
    PATTERN.lastIndex = offset;
    const match = PATTERN.exec(soql);
    if (match === null) throw lexicalError(soql, offset);
    const [text, blank, string, number, word] = match;
    if (blank !== undefined) continue;
    const kind = string ? "string" : number ? "number" : word ? "word" : "sign";
    tokens.push({ kind, text, offset });
  }
  return tokens;
}

/** Lexical errors name line and column, the column from 0 (D Winter '25 release notes, SOQL errors). */
function lexicalError(soql: string, offset: number): Error {
  const isOpenString = soql.charAt(offset) === "'";
  const end = isOpenString ? soql.length : offset;
  const lines = soql.slice(0, end).split("\n");
  const place = `line ${lines.length}:${lines.at(-1)?.length ?? 0}`;
  return refuseQuery(
    "MALFORMED_QUERY",
    isOpenString
      ? `${place} mismatched character '<EOF>' expecting '''`
      : `${place} unexpected token: '${soql.charAt(offset)}'`,
  );
}
