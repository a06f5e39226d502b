import { type ApiError, refuse } from "../api-error.ts";
import { SOQL_ERROR_CONTEXT } from "../not-evidenced.ts";

/** Errors of a query as the platform prints them: the line, a caret under the culprit, the place (S1.7). */

const HOW_TO_CUSTOM = "Please reference your WSDL or the describe call for the appropriate names.";

/**
 * A statement, or the part of one in which a culprit is looked for: a field that is selected and filtered on
 * stands in the text twice. Where a part begins is only asked for when there is an error.
 */
export type Statement = string | { readonly text: string; readonly from: () => number };

/** The whole text. */
export const textOf = (soql: Statement): string => (typeof soql === "string" ? soql : soql.text);

interface QueryFault {
  readonly errorCode: string;
  readonly message: string;
}

/** No such field; the path is what was written, the name its last part. */
export function unknownColumn(soql: Statement, path: string, entity: string): ApiError {
  const name = path.split(".").at(-1) ?? path;
  return atToken(soql, path, {
    errorCode: "INVALID_FIELD",
    message: `No such column '${name}' on entity '${entity}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. ${HOW_TO_CUSTOM}`,
  });
}

/** No such parent or list of children. */
export function unknownRelationship(soql: Statement, path: string, relationship: string): ApiError {
  return atToken(soql, path, {
    errorCode: "INVALID_FIELD",
    message: `Didn't understand relationship '${relationship}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${HOW_TO_CUSTOM}`,
  });
}

/** No such object in FROM. */
export function unknownEntity(soql: Statement, name: string): ApiError {
  return atToken(soql, name, {
    errorCode: "INVALID_TYPE",
    message: `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. ${HOW_TO_CUSTOM}`,
  });
}

/** A statement that cannot be understood; an empty token means its end. */
export function malformed(soql: Statement, token: string, message: string): ApiError {
  return atToken(soql, token, { errorCode: "MALFORMED_QUERY", message });
}

/** A field that cannot be used in this way. */
export function invalidField(soql: Statement, token: string, message: string): ApiError {
  return atToken(soql, token, { errorCode: "INVALID_FIELD", message });
}

/** An operator that the field's type does not know. */
export function invalidOperator(soql: Statement, token: string, message: string): ApiError {
  return atToken(soql, token, { errorCode: "INVALID_QUERY_FILTER_OPERATOR", message });
}

/** An error that names no place. */
export function refuseQuery(errorCode: string, message: string): ApiError {
  return refuse(400, errorCode, message);
}

/** A condition or a search of more parts within each other than can be followed. */
export const tooComplicated = (): ApiError =>
  refuseQuery(
    "QUERY_TOO_COMPLICATED",
    "Query is either selecting too many fields or the filter conditions are too complicated.",
  );

/** Points at the first whole-word occurrence of a token outside string literals; else at the end. */
export function atToken(soql: Statement, token: string, error: QueryFault): ApiError {
  const text = textOf(soql);
  const from = typeof soql === "string" ? 0 : soql.from();
  const inPart = from === 0 ? text.length : offsetOf(text.slice(from), token) + from;
  return atOffset(text, inPart < text.length ? inPart : offsetOf(text, token), error);
}

const LINE_BREAK = /\r\n|\r|\n/;

/** An error at a position of the text; rows and columns count from 1. */
export function atOffset(soql: string, offset: number, error: QueryFault): ApiError {
  const before = soql.slice(0, offset).split(LINE_BREAK);
  const row = before.length - 1;
  const start = offset - (before[row] ?? "").length;
  const line = soql.slice(start).split(LINE_BREAK)[0] ?? "";
  const column = offset - start;
  const { text, at } = excerpt(line, column);
  return refuse(
    400,
    error.errorCode,
    `\n${text}\n${" ".repeat(at)}^\nERROR at Row:${row + 1}:Column:${column + 1}\n${error.message}`,
  );
}

/**
 * The part of a line around a place, cut between words, and the place within it. Real messages show
 * some thirty characters on either side and whole words.
 */
function excerpt(line: string, column: number): { readonly text: string; readonly at: number } {
  const isGap = (at: number): boolean => /[\s,]/.test(line.charAt(at));
  let from = Math.max(0, column - SOQL_ERROR_CONTEXT);
  while (from > 0 && !isGap(from - 1)) from -= 1;
  let to = Math.min(line.length, column + SOQL_ERROR_CONTEXT);
  while (to < line.length && !isGap(to)) to += 1;
  return { text: line.slice(from, to), at: column - from };
}

/** Where a token stands; the end of the text when it cannot be found. */
export function offsetOf(soql: string, token: string, nth = 0): number {
  if (token === "") return soql.length;
  const source = blankStrings(soql).toLowerCase();
  const wanted = token.toLowerCase();
  const isWord = /[\w.]/;
  let left = nth;
  for (let at = source.indexOf(wanted); at >= 0; at = source.indexOf(wanted, at + 1)) {
    const leftOk =
      at === 0 || !isWord.test(source.charAt(at - 1)) || !isWord.test(wanted.charAt(0));
    const rightOk =
      !/\w/.test(source.charAt(at + wanted.length)) || !/\w/.test(wanted.charAt(wanted.length - 1));
    if (leftOk && rightOk && left-- === 0) return at;
  }
  const anywhere = soql.toLowerCase().indexOf(wanted);
  return anywhere < 0 || nth > 0 ? soql.length : anywhere;
}

/** The same text with blanks in place of string literals. */
export function blankStrings(soql: string): string {
  return soql.replace(/'(?:\\.|[^'\\])*'/gs, (literal) => " ".repeat(literal.length));
}
