import { parseQuery, type Query } from "@jetstreamapp/soql-parser-js";
import { atOffset, atToken, refuseQuery } from "./soql-error.ts";

/** Characters that a statement may have (S1.5). */
export const STATEMENT_LENGTH_MAX = 100_000;

/** Parses a statement; every refusal has the platform's form. */
export function parseSoql(soql: string): Query {
  if (soql.trim() === "")
    throw refuseQuery("MALFORMED_QUERY", "A query string has to be specified");
  if (soql.length > STATEMENT_LENGTH_MAX) {
    throw refuseQuery(
      "MALFORMED_QUERY",
      "SOQL statements cannot be longer than 100000 characters.",
    );
  }
  try {
    return parseQuery(soql);
  } catch (error) {
    throw syntaxError(soql, error instanceof Error ? error.message : String(error));
  }
}

/** Turns the parser's message, which names its own grammar, into the platform's. */
function syntaxError(soql: string, message: string): Error {
  const lexed = /unexpected character: ->.*<- at offset: (\d+)/s.exec(message);
  if (lexed !== null) {
    const offset = Number(lexed[1]);
    const isOpenString = soql.charAt(offset) === "'";
    const text = isOpenString
      ? `line 1:${soql.length} mismatched character '<EOF>' expecting '''`
      : `line 1:${offset} no viable alternative at character '${soql.charAt(offset)}'`;
    return refuseQuery("MALFORMED_QUERY", text);
  }
  const found = /(?:found:?|found -->) '([^']*)'/.exec(message)?.[1] ?? "";
  const isMissingFrom = message.includes("type --> FROM <--");
  // `Id FORM Account`: the parser takes FORM for an alias and stumbles one word too late.
  const culprit = isMissingFrom ? wordBefore(soql, found) : found;
  const error = {
    errorCode: "MALFORMED_QUERY",
    message: `unexpected token: '${culprit === "" ? "<EOF>" : culprit}'`,
  };
  return culprit === "" ? atOffset(soql, soql.length, error) : atToken(soql, culprit, error);
}

/** The word in front of another, or that word itself when there is none. */
function wordBefore(soql: string, word: string): string {
  const at = word === "" ? -1 : soql.indexOf(word);
  const before = at < 0 ? "" : soql.slice(0, at).trimEnd();
  return /([\w.]+)$/.exec(before)?.[1] ?? word;
}
