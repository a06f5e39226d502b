import { isDate, parseTime } from "../times.ts";
import { scan, type Token } from "./scan.ts";
import { atOffset, refuseQuery } from "./soql-error.ts";

/**
 * Statements as the parser understands them. It knows neither names of relationships in FROM
 * (`FROM Contact c, c.Account a`) nor literals of type time, nor all forms of a datetime; those are
 * written here in forms it knows. What the platform refuses before it parses is refused here.
 */
export interface Prepared {
  readonly text: string;
  /** Paths by the lower-case names that FROM gives them: `a` → `c.Account`. */
  readonly aliases: ReadonlyMap<string, string>;
  readonly uses: Uses;
}

/** What the rows are asked for: `FOR VIEW`, `FOR REFERENCE`, either or both. */
export interface Uses {
  readonly view: boolean;
  readonly reference: boolean;
}

/**
 * Stands for a NOT on its way through the parser, which loses every third of nested ones: `NOT x` goes in
 * as `mark = NULL AND x`.
 */
export const NOT_MARK = "negation_mark_of_the_parser__x";

/**
 * Stand for the parentheses around conditions, of which the parser understands only a few in a row:
 * `(x)` goes in as `open = NULL AND x AND close = NULL`. Statements with fewer keep theirs.
 */
export const OPEN_MARK = "opening_mark_of_the_parser__x";
export const CLOSE_MARK = "closing_mark_of_the_parser__x";

/** Parentheses within each other that the parser surely understands. */
const PARSER_DEPTH = 4;

/** Begins a literal of type time on its way through the parser; no statement can contain it. */
export const TIME_MARK = "\u0000time:";

/** A word that the parser names in an error, as it stands in the statement. */
export function written(word: string): string {
  return MARKS.get(word) ?? word.replace(TIME_MARK, "");
}

/** The earliest and latest moments that a literal may name (D SOQL "Minimum and Maximum Dates"). */
const EARLIEST = Date.UTC(1700, 0, 1);
const LATEST = Date.UTC(4000, 11, 31);

/** @throws MALFORMED_QUERY */
export function prepare(soql: string): Prepared {
  const tokens = scan(soql);
  refuseForms(soql, tokens);
  const aliases = new Map<string, string>();
  const pieces: string[] = [];
  const groups = deepGroups(tokens);
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    if (groups.has(at)) {
      pieces.push(token.text === "(" ? `${OPEN_MARK} = NULL AND` : `AND ${CLOSE_MARK} = NULL`);
    } else if (token.kind === "number") pieces.push(numberForParser(token));
    else if (token.text === "<>") pieces.push("!=");
    else if (isWord(token, "NOT") && !isWord(tokens[at + 1], "IN")) {
      pieces.push(`${NOT_MARK} = NULL AND`);
    } else if (isWord(token, "FOR") && isSecondUse(tokens, at)) at += 1;
    else if (isWord(tokens[at + 1]) && token.text === "," && isInFrom(tokens, at)) {
      at = skipAlias(tokens, at, aliases);
    } else pieces.push(token.text);
  }
  return { text: pieces.join(" "), aliases, uses: usesIn(tokens) };
}

/** The parentheses around conditions, if there are too many within each other for the parser. */
function deepGroups(tokens: readonly Token[]): ReadonlySet<number> {
  const groups = new Set<number>();
  const open: { readonly at: number; readonly depth: number }[] = [];
  let deepest = 0;
  for (const [at, { text }] of tokens.entries()) {
    if (text === "(") {
      const before = open.at(-1);
      const isInGroup = before?.at === at - 1 && before.depth > 0;
      const isGroup =
        (isInGroup || GROUP_AFTER.has(tokens[at - 1]?.text.toUpperCase() ?? "")) &&
        !isWord(tokens[at + 1], "SELECT");
      open.push({ at, depth: isGroup ? (before?.depth ?? 0) + 1 : 0 });
    }
    if (text !== ")") continue;
    const { at: start, depth } = open.pop() ?? { at: -1, depth: 0 };
    if (depth === 0) continue;
    groups.add(start).add(at);
    deepest = Math.max(deepest, depth);
  }
  return deepest > PARSER_DEPTH ? groups : new Set();
}

const GROUP_AFTER: ReadonlySet<string> = new Set(["WHERE", "HAVING", "AND", "OR", "NOT"]);

/** Whether a token is a given word, or any. */
const isWord = (token: Token | undefined, word?: string): boolean =>
  token?.kind === "word" && (word === undefined || token.text.toUpperCase() === word);

function usesIn(tokens: readonly Token[]): Uses {
  const has = (use: string): boolean =>
    tokens.some((token, at) => isWord(token, use) && isWord(tokens[at - 1], "FOR"));
  return { view: has("VIEW"), reference: has("REFERENCE") };
}

/** `FOR VIEW FOR REFERENCE`: the parser takes one of the two. */
function isSecondUse(tokens: readonly Token[], at: number): boolean {
  const uses = ["VIEW", "REFERENCE"];
  const isUse = (token: Token | undefined): boolean => uses.some((use) => isWord(token, use));
  return isUse(tokens[at + 1]) && isUse(tokens[at - 1]) && isWord(tokens[at - 2], "FOR");
}

/** Whether a comma belongs to a FROM clause: `FROM Name [alias] ,`. */
function isInFrom(tokens: readonly Token[], at: number): boolean {
  let back = at - 1;
  while (tokens[back]?.kind === "word" && !isWord(tokens[back], "FROM")) back -= 1;
  return isWord(tokens[back], "FROM") && at - back >= 2 && at - back <= 3;
}

/** Takes `, path alias` and whatever pairs follow; a word stands after the comma. @returns where the last one ends */
function skipAlias(tokens: readonly Token[], comma: number, aliases: Map<string, string>): number {
  let at = comma;
  while (tokens[at]?.text === ",") {
    const path = tokens[at + 1];
    const alias = tokens[at + 2];
    if (path?.kind !== "word") break;
    const hasAlias = alias?.kind === "word" && !CLAUSES.has(alias.text.toUpperCase());
    if (hasAlias) aliases.set(alias.text.toLowerCase(), path.text);
    at += hasAlias ? 3 : 2;
  }
  return at - 1;
}

const CLAUSES: ReadonlySet<string> = new Set(
  "USING WHERE WITH GROUP HAVING ORDER LIMIT OFFSET FOR UPDATE ALL".split(" "),
);

/** Numbers, dates and times in the parser's forms. */
function numberForParser({ text }: Token): string {
  if (/^\d{2}:\d{2}/.test(text)) return `'${TIME_MARK}${text}'`;
  if (/^\d{4}-\d{2}-\d{2}T/i.test(text)) return datetime(text);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !isDate(text)) {
    throw refuseQuery("MALFORMED_QUERY", `Invalid date: ${text}`);
  }
  return text.startsWith("+") ? text.slice(1) : text;
}

/** A moment in the parser's form. @throws MALFORMED_QUERY (D Winter '25 release notes, SOQL errors) */
export function datetime(text: string): string {
  const epochMs = parseTime(text);
  if (epochMs === undefined || epochMs < EARLIEST || epochMs > LATEST) {
    throw refuseQuery("MALFORMED_QUERY", `Invalid datetime: ${text}`);
  }
  return new Date(epochMs).toISOString();
}

/**
 * Forms that have messages of their own (D Winter '25 release notes; the rest from public reports). That of
 * `WITH SECURITY_ENFORCED` names a rule of the platform's own grammar, as published.
 */
function refuseForms(soql: string, tokens: readonly Token[]): void {
  for (const [at, token] of tokens.entries()) {
    const next = tokens[at + 1];
    const refusal = refusalOf(tokens, at, token, next);
    if (refusal === undefined) continue;
    throw atOffset(soql, token.offset, { errorCode: "MALFORMED_QUERY", message: refusal });
  }
}

const unexpected = (text: string): string => `unexpected token: '${text}'`;

function refusalOf(
  tokens: readonly Token[],
  at: number,
  token: Token,
  next: Token | undefined,
): string | undefined {
  if (isWord(token, "SELECT") && isWord(next, "FROM")) return unexpected("SELECT FROM");
  if (MARKS.has(token.text)) return unexpected(token.text);
  if (isWord(token, "LIKE") && isWord(next, "NULL")) return unexpected("NULL");
  if (isWord(token, "ALL") && isWord(next, "ROWS")) return "ALL ROWS not allowed in this context";
  if (isWord(token, "WITH") && next !== undefined && APEX_ONLY.has(next.text.toUpperCase())) {
    return "rule soqlWithIdentifierClause failed predicate: {this.helper.allowApexSyntax() && this.helper.hasApexContext()}?";
  }
  if (isWord(next, "IN") && tokens[at + 2]?.text === "(" && tokens[at + 3]?.text === ")") {
    return unexpected(`${token.text} IN ()`);
  }
  const isBind = token.text === ":" && !/_N_|^N_/i.test(tokens[at - 1]?.text ?? "");
  if (isBind && next?.kind === "word") return "Bind variables only allowed in Apex code";
  if (isBind && next?.kind === "number") return unexpected(/^\d+/.exec(next.text)?.[0] ?? "");
  return undefined;
}

/** What the marks stand for. */
const MARKS: ReadonlyMap<string, string> = new Map([
  [NOT_MARK, "NOT"],
  [OPEN_MARK, "("],
  [CLOSE_MARK, ")"],
]);
const APEX_ONLY: ReadonlySet<string> = new Set(["SECURITY_ENFORCED", "USER_MODE", "SYSTEM_MODE"]);
