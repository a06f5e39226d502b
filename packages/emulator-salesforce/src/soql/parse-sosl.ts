import { refuseQuery } from "./soql-error.ts";
import { scan, type Token } from "./scan.ts";

/** The clauses of a SOSL statement (D SOSL "SOSL Syntax"). */
export interface SearchStatement {
  /** What stands between the braces. */
  readonly terms: string;
  readonly group: SearchGroup;
  readonly returning: readonly Returning[];
  readonly limit: number | undefined;
}

export const SEARCH_GROUPS = ["ALL", "NAME", "EMAIL", "PHONE", "SIDEBAR"] as const;
export type SearchGroup = (typeof SEARCH_GROUPS)[number];

/** One object of RETURNING. */
export interface Returning {
  readonly object: string;
  /** The select list; without one, ids are answered. */
  readonly fields: string | undefined;
  /** `WHERE … ORDER BY … LIMIT … OFFSET …` as it stands. */
  readonly clauses: string;
  readonly hasWhereOrOrder: boolean;
  readonly limit: number | undefined;
}

const malformed = (message: string): Error => refuseQuery("MALFORMED_SEARCH", message);
const unexpected = (token: Token | undefined): Error =>
  malformed(`unexpected token: '${token?.text ?? "<EOF>"}'`);

/** @throws MALFORMED_SEARCH */
export function parseSosl(sosl: string): SearchStatement {
  const find = /^\s*FIND\s*\{((?:\\.|[^\\{}])*)\}/is.exec(sosl);
  if (find === null) {
    const isFind = /^\s*FIND\b/i.test(sosl);
    if (isFind) {
      throw malformed("No search term found. The search term must be enclosed in braces.");
    }
    throw malformed(`unexpected token: '${/\S+/.exec(sosl)?.[0] ?? "<EOF>"}'`);
  }
  const rest = sosl.slice(find[0].length);
  return { terms: find[1] ?? "", ...clausesOf(rest, scan(rest)) };
}

function clausesOf(text: string, tokens: readonly Token[]): Omit<SearchStatement, "terms"> {
  let at = 0;
  const is = (word: string, from = at): boolean => tokens[from]?.text.toUpperCase() === word;
  let group: SearchGroup = "ALL";
  if (is("IN")) {
    const name = tokens[at + 1]?.text.toUpperCase();
    const known = SEARCH_GROUPS.find((each) => each === name);
    if (known === undefined || !is("FIELDS", at + 2)) throw unexpected(tokens[at + 1]);
    group = known;
    at += 3;
  }
  const returning: Returning[] = [];
  if (is("RETURNING")) {
    do {
      const [spec, end] = returningAt(text, tokens, at + 1);
      returning.push(spec);
      at = end;
    } while (is(","));
  }
  // Divisions, snippets, networks and the like change nothing in an org without them.
  while (is("WITH")) at = afterWith(tokens, at);
  let limit: number | undefined;
  if (is("LIMIT")) {
    limit = countAt(tokens, at + 1);
    at += 2;
  }
  if (is("UPDATE")) at += is(",", at + 2) ? 4 : 2;
  if (at < tokens.length) throw unexpected(tokens[at]);
  return { group, returning, limit };
}

function countAt(tokens: readonly Token[], at: number): number {
  const token = tokens[at];
  if (token === undefined || !/^\d+$/.test(token.text)) throw unexpected(token);
  return Number(token.text);
}

/** Where the next clause begins: WITH goes on to the next WITH, LIMIT or UPDATE. */
function afterWith(tokens: readonly Token[], at: number): number {
  let end = at + 1;
  const stops = new Set(["WITH", "LIMIT", "UPDATE"]);
  while (end < tokens.length && !stops.has(tokens[end]?.text.toUpperCase() ?? "")) end += 1;
  if (end === at + 1) throw unexpected(tokens[end]);
  return end;
}

/** `Account(Id, Name WHERE … ORDER BY … LIMIT …)`; its parentheses may hold others. */
function returningAt(
  text: string,
  tokens: readonly Token[],
  at: number,
): readonly [Returning, number] {
  const name = tokens[at];
  if (name?.kind !== "word") throw unexpected(name);
  const none = { clauses: "", hasWhereOrOrder: false, limit: undefined };
  if (tokens[at + 1]?.text !== "(")
    return [{ object: name.text, fields: undefined, ...none }, at + 1];
  let depth = 0;
  let end = at + 1;
  let split: number | undefined;
  let hasWhereOrOrder = false;
  let limit: number | undefined;
  for (; end < tokens.length; end += 1) {
    const word = tokens[end]?.text.toUpperCase() ?? "";
    if (word === "(") depth += 1;
    if (word === ")") depth -= 1;
    if (depth === 0) break;
    if (depth > 1 || !["USING", "WHERE", "ORDER", "LIMIT", "OFFSET"].includes(word)) continue;
    split ??= tokens[end]?.offset;
    if (word === "WHERE" || word === "ORDER") hasWhereOrOrder = true;
    if (word === "LIMIT") limit = countAt(tokens, end + 1);
  }
  const close = tokens[end];
  if (close === undefined) throw unexpected(undefined);
  const from = (tokens[at + 1]?.offset ?? 0) + 1;
  const fields = text.slice(from, split ?? close.offset).trim();
  const clauses = split === undefined ? "" : text.slice(split, close.offset).trim();
  if (fields === "") throw unexpected(tokens[at + 2]);
  return [{ object: name.text, fields, clauses, hasWhereOrOrder, limit }, end + 1];
}
