import type { IToken } from "chevrotain";
import { fault, type ApiFault } from "../faults/api-fault.ts";
import { LEXICAL_FAULT_PREFIX, MAX_RESULTS_DETAIL } from "../not-evidenced.ts";

/** Refusals of the query language, in the vendor's words (reference section 3.2). */

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

/** L: `Encountered " <IDENTIFIER> "TxnDate "" at line 1, column 29.` */
export function parserFault(token: IToken, line: number, column: number): ApiFault {
  const isEnd = token.image === "";
  const kind = token.tokenType.name;
  const seen = isEnd ? '"<EOF>"' : `" <${kind}> "${token.image} ""`;
  return parsing(`Encountered ${seen} at line ${line}, column ${column}.`);
}

/** In JavaCC's words, which the parser's other messages follow; not evidenced. */
export function lexicalFault(character: string, line: number, column: number): ApiFault {
  const code = character.codePointAt(0) ?? 0;
  return parsing(
    `${LEXICAL_FAULT_PREFIX} ${line}, column ${column}.  Encountered: "${character}" (${code}), after : ""`,
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

/** R (2013): a position or count below its least value. */
export function tooSmall(value: number, least: number): ApiFault {
  return validation(`value ${value} is too small. Min allowed value is ${least}`);
}

/** Not evidenced; worded like the recorded one for too small a value. */
export function tooLarge(value: number): ApiFault {
  return validation(`value ${value} ${MAX_RESULTS_DETAIL}`);
}
