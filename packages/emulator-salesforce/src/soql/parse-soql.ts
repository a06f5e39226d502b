import { parseQuery, type Query } from "@jetstreamapp/soql-parser-js";
import { parseByShape } from "./parse-cache.ts";
import { prepare, type Uses, written } from "./prepare.ts";
import { atOffset, atToken, offsetOf, refuseQuery } from "./soql-error.ts";

/** Characters that a statement may have (S1.5). */
export const STATEMENT_LENGTH_MAX = 100_000;

/** A parsed statement, with the names that FROM gives to related objects. */
export interface Statement {
  readonly query: Query;
  readonly aliases: ReadonlyMap<string, string>;
  /** What the rows are asked for. */
  readonly uses: Uses;
}

/** Parses a statement; every refusal has the platform's form. @throws MALFORMED_QUERY */
export function parseStatement(soql: string): Statement {
  if (soql.trim() === "")
    throw refuseQuery("MALFORMED_QUERY", "A query string has to be specified");
  if (soql.length > STATEMENT_LENGTH_MAX) {
    throw refuseQuery(
      "MALFORMED_QUERY",
      "SOQL statements cannot be longer than 100000 characters.",
    );
  }
  return parseByShape(soql, parsed);
}

/** Parses the text as it is. @throws MALFORMED_QUERY */
function parsed(soql: string): Statement {
  const { text, aliases, uses } = prepare(soql);
  try {
    return { query: parseQuery(text), aliases, uses };
  } catch (error) {
    throw syntaxError(soql, text, messageOf(error));
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** The query alone. @throws MALFORMED_QUERY */
export function parseSoql(soql: string): Query {
  return parseStatement(soql).query;
}

/** What the parser stumbled over, by its message; undefined: the end of the text. */
function foundIn(message: string): string | undefined {
  const found =
    /(?:found:?|found -->) '([^']*)'/.exec(message)?.[1] ??
    /but found: (\S+)/.exec(message)?.[1] ??
    /unexpected character: ->(.)<-/su.exec(message)?.[1];
  return found === undefined || found === "" || found === "''" ? undefined : found;
}

/** Turns the parser's message, which names its own grammar, into the platform's. */
function syntaxError(soql: string, text: string, message: string): Error {
  const found = foundIn(message);
  const isMissingFrom = message.includes("type --> FROM <--");
  // `Id FORM Account`: the parser takes FORM for an alias and stumbles one word too late.
  const word = isMissingFrom && found !== undefined ? wordBefore(soql, found) : found;
  const culprit = word === undefined ? undefined : written(word);
  const error = {
    errorCode: "MALFORMED_QUERY",
    message: `unexpected token: '${culprit ?? "<EOF>"}'`,
  };
  if (culprit === undefined) return atOffset(soql, soql.length, error);
  if (isMissingFrom) return atToken(soql, culprit, error);
  return atOffset(soql, offsetOf(soql, culprit, occurrenceOf(text, word ?? culprit)), error);
}

/** Tries of `occurrenceOf`, so that a long statement of equal words costs no more than a moment. */
const OCCURRENCES_MAX = 50;

/** Which occurrence of a word the parser stumbles over: the first up to which it does not get. */
function occurrenceOf(text: string, word: string): number {
  for (let nth = 0; nth < OCCURRENCES_MAX; nth += 1) {
    const at = offsetOf(text, word, nth);
    if (at >= text.length) return 0;
    try {
      parseQuery(text.slice(0, at + word.length));
    } catch (error) {
      if (foundIn(messageOf(error)) === word) return nth;
    }
  }
  return 0;
}

/** The word in front of another, or that word itself when there is none. */
function wordBefore(soql: string, word: string): string {
  const at = offsetOf(soql, word);
  const before = soql.slice(0, at).trimEnd();
  return /([\w.]+)$/.exec(before)?.[1] ?? word;
}
