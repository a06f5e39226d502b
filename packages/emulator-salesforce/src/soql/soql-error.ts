import { type ApiError, refuse } from "../api-error.ts";

/** Errors of a query as the platform prints them: the line, a caret under the culprit, the place (S1.7). */

const HOW_TO_CUSTOM = "Please reference your WSDL or the describe call for the appropriate names.";

/** No such field; the path is what was written, the name its last part. */
export function unknownColumn(soql: string, path: string, entity: string): ApiError {
  const name = path.split(".").at(-1) ?? path;
  return atToken(soql, path, {
    errorCode: "INVALID_FIELD",
    message: `No such column '${name}' on entity '${entity}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. ${HOW_TO_CUSTOM}`,
  });
}

/** No such parent or list of children. */
export function unknownRelationship(soql: string, path: string, relationship: string): ApiError {
  return atToken(soql, path, {
    errorCode: "INVALID_FIELD",
    message: `Didn't understand relationship '${relationship}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${HOW_TO_CUSTOM}`,
  });
}

/** No such object in FROM. */
export function unknownEntity(soql: string, name: string): ApiError {
  return atToken(soql, name, {
    errorCode: "INVALID_TYPE",
    message: `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. ${HOW_TO_CUSTOM}`,
  });
}

/** A statement that cannot be understood; an empty token means its end. */
export function malformed(soql: string, token: string, message: string): ApiError {
  return atToken(soql, token, { errorCode: "MALFORMED_QUERY", message });
}

/** An error that names no place. */
export function refuseQuery(errorCode: string, message: string): ApiError {
  return refuse(400, errorCode, message);
}

/** Points at the first whole-word occurrence of a token outside string literals; else at the end. */
export function atToken(
  soql: string,
  token: string,
  error: { readonly errorCode: string; readonly message: string },
): ApiError {
  return atOffset(soql, offsetOf(soql, token), error);
}

/** An error at a position of the text; rows and columns count from 1. */
export function atOffset(
  soql: string,
  offset: number,
  error: { readonly errorCode: string; readonly message: string },
): ApiError {
  const before = soql.slice(0, offset).split("\n");
  const row = before.length;
  const column = (before.at(-1) ?? "").length + 1;
  const line = soql.split("\n")[row - 1] ?? "";
  const caret = `${" ".repeat(column - 1)}^`;
  return refuse(
    400,
    error.errorCode,
    `\n${line}\n${caret}\nERROR at Row:${row}:Column:${column}\n${error.message}`,
  );
}

/** Where a token stands; the end of the text when it cannot be found. */
function offsetOf(soql: string, token: string): number {
  if (token === "") return soql.length;
  const blanked = soql.replace(/'(?:\\.|[^'\\])*'/g, (literal) => " ".repeat(literal.length));
  const source = /^\w/.test(token) ? blanked.toLowerCase() : soql.toLowerCase();
  const wanted = token.toLowerCase();
  for (let at = source.indexOf(wanted); at >= 0; at = source.indexOf(wanted, at + 1)) {
    const isWord = /[\w.]/;
    const leftOk =
      at === 0 || !isWord.test(source.charAt(at - 1)) || !isWord.test(wanted.charAt(0));
    if (leftOk && !/\w/.test(source.charAt(at + wanted.length))) return at;
  }
  const anywhere = source.indexOf(wanted);
  return anywhere < 0 ? soql.length : anywhere;
}
