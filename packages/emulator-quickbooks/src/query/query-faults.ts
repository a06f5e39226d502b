import type { IToken } from "chevrotain";
import { fault, type ApiFault } from "../faults/api-fault.ts";
import {
  MAX_RESULTS_DETAIL,
  QUERY_CONDITIONS_MAX,
  NOT_SORTABLE_DETAIL,
  UNREADABLE_VALUE_DETAIL,
} from "../not-evidenced.ts";
import { endOf, escapeShown, positionOf } from "./parser-position.ts";
import { kindOf } from "./tokens.ts";

/** Refusals of the query language, in the vendor's words. */

function parsing(detail: string): ApiFault {
  return fault({
    code: "4000",
    message: "Error parsing query",
    detail: `QueryParserError: ${detail}`,
  });
}

function validation(detail: string): ApiFault {
  return fault({
    code: "4001",
    message: "Invalid query",
    detail: `QueryValidationError: ${detail}`,
  });
}

/**
 * L: `Encountered " <IDENTIFIER> "TxnDate "" at line 1, column 29.` (2026). Reports from 2016 to 2019 go on
 * with `Was expecting one of:` and the words that could stand there; the newest one does not.
 */
export function wrongWord(statement: string, token: IToken): ApiFault {
  const { line, column } = positionOf(statement, token.startOffset);
  const kind = kindOf(token.tokenType, token.image);
  return parsing(
    `Encountered " ${kind} "${escapeShown(token.image)} "" at line ${line}, column ${column}.`,
  );
}

/** L (consolibyte/quickbooks-php issue 129): the end stands at the last character, or at line 0, column 0. */
export function wrongEnd(statement: string): ApiFault {
  const { line, column } = positionOf(statement, statement.length - 1);
  return parsing(`Encountered "<EOF>" at line ${line}, column ${column}.`);
}

/**
 * A character that starts or continues no word. L (pbrink231/quickbooks-node-promise issue 1,
 * ruckus/quickbooks-ruby issues 309 and 362): `Encountered: "\u0142" (322), after : "\'W"`, where `after`
 * is the part of the word before it.
 */
export function wrongCharacter(statement: string, start: number, at: number): ApiFault {
  const after = escapeShown(statement.slice(start, at));
  const isEnd = at >= statement.length;
  const { line, column } = isEnd ? endOf(statement) : positionOf(statement, at);
  const seen = isEnd
    ? "<EOF> "
    : `"${escapeShown(statement.charAt(at))}" (${statement.charCodeAt(at)}), `;
  return parsing(
    `Invalid content. Lexical error at line ${line}, column ${column}.  Encountered: ${seen}after : "${after}"`,
  );
}

/** R error/400. */
export function unknownEntity(name: string): ApiFault {
  return validation(`invalid context declaration: ${name}`);
}

/** L. */
export function unknownProperty(property: string, entity: string): ApiFault {
  return validation(`Property ${property} not found for Entity ${entity}`);
}

/** L. */
export function notQueryable(property: string): ApiFault {
  return validation(`property '${property}' is not queryable`);
}

/** Not evidenced; worded like the refusal of a property that does not filter. */
export function notSortable(property: string): ApiFault {
  return validation(`property '${property}' ${NOT_SORTABLE_DETAIL}`);
}

/** R (2013) for a position, L (2024) for a number of rows: both start from 1. */
export function tooSmall(value: number, least: number): ApiFault {
  return validation(`value ${value} is too small. Min allowed value is ${least}`);
}

/** Not evidenced; worded like the recorded one for too small a value. */
export function tooLarge(value: number): ApiFault {
  return validation(`value ${value} ${MAX_RESULTS_DETAIL}`);
}

/** Not evidenced. A silent empty answer would hide a misspelt date from its author. */
export function unreadableValue(value: string, property: string): ApiFault {
  return validation(`value '${value}' ${UNREADABLE_VALUE_DETAIL} '${property}'`);
}

/** Not evidenced; a statement of a megabyte must not keep all other callers waiting for minutes. */
export function tooManyConditions(count: number): ApiFault {
  return validation(`${count} conditions are too many. Max allowed are ${QUERY_CONDITIONS_MAX}`);
}
