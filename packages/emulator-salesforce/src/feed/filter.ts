import {
  type ConditionWithValueQuery,
  parseQuery,
  type WhereClause,
} from "@jetstreamapp/soql-parser-js";
import type { Scalar } from "../store/document-store.ts";
import { likePattern, unquote } from "../text-patterns.ts";

/**
 * Filter expressions of channel members: a part of SOQL over the fields of an event and over
 * `ChangeEventHeader` (D `cdc_filter_expression_format`, `platform_events_filter_considerations`). Text
 * ignores case; a checkbox that is null is false; dates are fixed, not literals such as TODAY.
 */

/** Looks a field of an event up by the path in the expression; undefined means null. */
export type FieldOf = (path: string) => Scalar | undefined;
export type EventFilter = (fieldOf: FieldOf) => boolean;

/** A compiled expression and the top-level fields that it names, which are enriched of themselves. */
export interface CompiledFilter {
  readonly matches: EventFilter;
  readonly fields: readonly string[];
}

/** An expression that cannot be used; the message says why. */
export class FilterError extends Error {}

const OPERATORS: Readonly<Record<string, (order: number) => boolean>> = {
  "=": (order) => order === 0,
  "!=": (order) => order !== 0,
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};

/** Header fields that are lists; they cannot be filtered by. */
const ARRAYS = /^changeeventheader\.(recordids|nulledfields|difffields|changedfields)$/i;

/**
 * @param knows whether the entity has a field of this path
 * @throws FilterError
 */
export function compileFilter(
  expression: string,
  knows: (path: string) => boolean,
): CompiledFilter {
  let where: WhereClause | undefined;
  try {
    where = parseQuery(`SELECT Id FROM Event WHERE ${expression}`).where;
  } catch (error) {
    throw new FilterError(error instanceof Error ? error.message : String(error));
  }
  if (where === undefined) throw new FilterError("the filter expression is empty");
  const fields = new Set<string>();
  const tokens = [...unroll(where)];
  let at = 0;
  const expressionOf = (): EventFilter => {
    const terms = [term()];
    const joiner = tokens[at];
    while (tokens[at] === "AND" || tokens[at] === "OR") {
      if (tokens[at] !== joiner) throw new FilterError("AND and OR need parentheses between them");
      at += 1;
      terms.push(term());
    }
    return joiner === "OR"
      ? (fieldOf) => terms.some((each) => each(fieldOf))
      : (fieldOf) => terms.every((each) => each(fieldOf));
  };
  const term = (): EventFilter => {
    const token = tokens[at];
    at += 1;
    if (token === "(") {
      const inner = expressionOf();
      at += 1; // the closing parenthesis, which the parser has checked
      return inner;
    }
    if (token === "NOT") {
      const inner = term();
      return (fieldOf) => !inner(fieldOf);
    }
    if (typeof token !== "object" || !("field" in token))
      throw new FilterError("the filter expression can't be read");
    if (ARRAYS.test(token.field) || !knows(token.field)) {
      throw new FilterError(`the field ${token.field} cannot be filtered by`);
    }
    if (!/^ChangeEventHeader\./i.test(token.field)) fields.add(token.field.split(".")[0] ?? "");
    return condition(token);
  };
  const matches = expressionOf();
  return { matches, fields: [...fields] };
}

type Token = "(" | ")" | "AND" | "OR" | "NOT" | ConditionWithValueQuery;

/** The parser's chain as the tokens that were written. */
function* unroll(where: WhereClause): Generator<Token> {
  for (let clause: WhereClause | undefined = where; clause !== undefined; ) {
    const left = clause.left;
    for (let open = left?.openParen ?? 0; open > 0; open -= 1) yield "(";
    if (left !== null && "operator" in left) {
      yield { ...left, operator: left.operator.toUpperCase() } as ConditionWithValueQuery;
      for (let close = left.closeParen ?? 0; close > 0; close -= 1) yield ")";
    }
    if ("operator" in clause) yield clause.operator.toUpperCase() as Token;
    clause = "right" in clause ? clause.right : undefined;
  }
}

function condition(token: Extract<ConditionWithValueQuery, { field: string }>): EventFilter {
  const { field, operator } = token;
  const value: unknown = "value" in token ? token.value : undefined;
  const literalType: unknown = "literalType" in token ? token.literalType : undefined;
  if (typeof value !== "string") {
    throw new FilterError(`the operator ${operator} is not supported`);
  }
  if (operator === "LIKE") {
    if (literalType !== "STRING") throw new FilterError("LIKE needs a text");
    const { matches } = likePattern(value, false);
    return (fieldOf) => matches(fieldOf(field));
  }
  const wanted = literal(value, String(literalType));
  const test = OPERATORS[operator];
  if (test === undefined) throw new FilterError(`the operator ${operator} is not supported`);
  const isOrder = operator.startsWith("<") || operator.startsWith(">");
  if (typeof wanted === "boolean" && isOrder) {
    throw new FilterError("checkboxes can only be compared with = and !=");
  }
  return (fieldOf) => {
    const order = compare(fieldOf(field) ?? null, wanted);
    return order === undefined ? operator === "!=" : test(order);
  };
}

/** The literal as text, number, boolean, or null. Times become epoch milliseconds. */
function literal(text: string, type: string): string | number | boolean | null {
  switch (type) {
    case "STRING":
      return unquote(text);
    case "INTEGER":
    case "DECIMAL":
      return Number(text);
    case "BOOLEAN":
      return text.toUpperCase() === "TRUE";
    case "NULL":
      return null;
    case "DATE":
    case "DATETIME":
      return Date.parse(text);
    default:
      throw new FilterError(`the value ${text} is not supported`);
  }
}

/** Negative, zero or positive; undefined when the two cannot be compared. */
function compare(left: Scalar, right: string | number | boolean | null): number | undefined {
  if (typeof right === "boolean") return (left === true) === right ? 0 : 1;
  if (right === null) return left === null || left === false ? 0 : 1;
  if (left === null) return undefined;
  if (typeof right === "number") return Number(left) - right;
  const a = String(left).toLowerCase();
  const b = right.toLowerCase();
  return a < b ? -1 : Number(a > b);
}
