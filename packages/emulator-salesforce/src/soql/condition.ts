import type { ConditionWithValueQuery, Query } from "@jetstreamapp/soql-parser-js";
import {
  ANTI_JOINS_PASS_OVER_NULLS,
  CURRENCY_FILTER_ERRORS,
  SOQL_LIMIT_ERRORS,
} from "../not-evidenced.ts";
import type { Row } from "../store/row.ts";
import { isFilterable } from "../schema/field-uses.ts";
import type { Scalar } from "../store/document-store.ts";
import type { Bounds } from "../store/ordered-index.ts";
import { likePattern, unquote } from "../text-patterns.ts";
import { type Column, comparableColumn, expressionColumn, nameOf } from "./expression.ts";
import { type Literal, operandOf, type Operand, sourceOf } from "./literal.ts";
import { comparisonOf, equality, includes, type Matcher, ordering } from "./matcher.ts";
import { isStoredField } from "./read-field.ts";
import type { Scope } from "./scope.ts";
import { invalidField, invalidOperator, malformed } from "./soql-error.ts";
import type { Reach, Test } from "./where.ts";

/** Single conditions of WHERE. */

/** What a condition says without the rows it is asked of. */
interface Rule {
  readonly matches: Matcher;
  readonly reach?: Omit<Reach, "field">;
}

/** A condition of WHERE on one row; subqueries are the caller's. @throws with the place in the text */
export function compileCondition(scope: Scope, condition: ConditionWithValueQuery): Test<Row> {
  if (!("operator" in condition)) throw malformed(scope.soql, "", "unexpected token: '('");
  const column = filteredColumn(scope, condition);
  const { matches, reach } = ruleOf(scope, column, condition);
  const read = readerFor(scope, column, condition);
  const accepts = (row: Row): boolean => matches(read(row));
  const field = column.path?.field;
  const isStored = field !== undefined && column.path?.hops.length === 0 && isStoredField(field);
  const isConverted = read !== column.read;
  if (reach === undefined || !isStored || isConverted) return { accepts };
  return { accepts, reach: { field, ...reach } };
}

/** The left-hand side, if it may be filtered on at all. */
export function filteredColumn(scope: Scope, condition: ConditionWithValueQuery): Column {
  const side = "fn" in condition ? condition.fn : "field" in condition ? condition.field : "";
  if (typeof side === "object" && nameOf(side) === "CONVERTCURRENCY") {
    throw malformed(scope.soql, side.functionName ?? "", CURRENCY_FILTER_ERRORS.converted);
  }
  const column = expressionColumn(scope, side);
  const field = column.path?.field;
  if (field?.type === "address") {
    const message = "Address fields can only be filtered using Distance expressions";
    throw invalidField(scope.soql, column.name, message);
  }
  if (field !== undefined && !isFilterable(field)) {
    const message = `field '${field.name}' can not be filtered in a query call`;
    throw invalidField(scope.soql, column.name, message);
  }
  return column;
}

/** Amounts that are compared with an amount of a given currency are converted first. */
function readerFor(
  scope: Scope,
  column: Column,
  condition: ConditionWithValueQuery,
): (row: Row) => Scalar {
  const literals = literalsOf(condition);
  const withCode = literals.filter(isInCurrency);
  if (withCode.length === 0) return column.read;
  const plain = literals.find((each) => !isInCurrency(each));
  if (plain !== undefined) {
    throw malformed(scope.soql, plain.text, CURRENCY_FILTER_ERRORS.mixed);
  }
  return comparableColumn(scope, column).read;
}

/** Whether a literal is an amount with a currency, such as `USD500`. */
export const isInCurrency = ({ type }: Literal): boolean => type.includes("CURRENCY_PREFIX");

/** The literals of a condition, one or a list. */
export function literalsOf(condition: ConditionWithValueQuery): readonly Literal[] {
  if (!("value" in condition)) return [];
  const texts = Array.isArray(condition.value) ? condition.value : [condition.value];
  return texts.map((text, position) => {
    const type = Array.isArray(condition.literalType)
      ? condition.literalType[position]
      : condition.literalType;
    return { type: type ?? "STRING", text };
  });
}

/** Characters of a string in WHERE (D "SOQL and SOSL Limits for Search Queries"). */
const STRING_LENGTH_MAX = 4_000;

/** @throws MALFORMED_QUERY */
function refuseLongStrings(scope: Scope, literals: readonly Literal[]): void {
  const isLong = ({ type, text }: Literal): boolean =>
    type === "STRING" &&
    text.length > STRING_LENGTH_MAX &&
    unquote(text).length > STRING_LENGTH_MAX;
  if (!literals.some(isLong)) return;
  throw malformed(scope.soql, "", SOQL_LIMIT_ERRORS.string(STRING_LENGTH_MAX));
}

/** What a column is compared with, by the operator. */
export function ruleOf(scope: Scope, column: Column, condition: ConditionWithValueQuery): Rule {
  if (!("operator" in condition)) return { matches: () => false };
  const { operator } = condition;
  const literals = literalsOf(condition);
  refuseOperator(scope, column, operator);
  refuseLongStrings(scope, literals);
  if (operator === "LIKE") return likeRule(scope, column, literals);
  if (operator === "INCLUDES" || operator === "EXCLUDES") {
    const matches = includes(literals.map(({ text }) => unquote(text)));
    return operator === "INCLUDES" ? { matches } : { matches: (value) => !matches(value) };
  }
  const operands = literals.map((literal) => operandOf(scope, column, literal));
  if (operator === "=" || operator === "IN") return equalRule(column, operands);
  if (operator === "!=" || operator === "NOT IN") {
    const { matches } = equalRule(column, operands);
    return { matches: (value) => !matches(value) };
  }
  const [operand] = operands;
  return operand === undefined ? { matches: () => false } : rangeRule(column, operator, operand);
}

/** Operators that a type does not know (public reports of the platform's message). */
function refuseOperator(scope: Scope, column: Column, operator: string): void {
  const { type } = column;
  const isMulti = operator === "INCLUDES" || operator === "EXCLUDES";
  const isOrder = ["<", "<=", ">", ">="].includes(operator);
  const isRefused =
    (isMulti && type !== "multipicklist") ||
    (isOrder && (type === "boolean" || type === "multipicklist")) ||
    (operator === "LIKE" && NOT_LIKE.has(type));
  if (!isRefused) return;
  throw invalidOperator(scope.soql, sourceOf(column), `invalid operator on ${type} field`);
}

const NOT_LIKE: ReadonlySet<string> = new Set(
  "id reference boolean int double currency percent date datetime time multipicklist".split(" "),
);

/** Characters after every other: the end of all texts that begin with a prefix. */
const LAST_CHARACTER = "\uffff";

function likeRule(scope: Scope, column: Column, literals: readonly Literal[]): Rule {
  const [literal] = literals;
  if (literal?.type !== "STRING") {
    const text = literal?.text ?? "";
    throw malformed(scope.soql, text, `unexpected token: '${text}'`);
  }
  const isSensitive = column.path?.field.caseSensitive === true;
  const { matches, prefix, isPrefix } = likePattern(literal.text, isSensitive);
  if (prefix === "") return { matches };
  const key = isSensitive ? prefix : prefix.toUpperCase();
  const from = { value: key, inclusive: true };
  const to = { value: `${key}${LAST_CHARACTER}`, inclusive: true };
  return { matches, reach: { bounds: { from, to }, isExact: isPrefix && /^[ -~]+$/.test(prefix) } };
}

function equalRule(column: Column, operands: readonly Operand[]): Rule {
  const matches = equality(comparisonOf(column), operands);
  const values = operands.map((operand) => (operand.kind === "value" ? operand.value : null));
  const [operand] = operands;
  if (operands.length === 1 && operand?.kind === "range") {
    return { matches, reach: { bounds: rangeBounds(operand), isExact: true } };
  }
  const canUseIndex =
    column.type !== "multipicklist" && values.every((each) => each !== null && each !== false);
  return canUseIndex ? { matches, reach: { values, isExact: true } } : { matches };
}

const rangeBounds = ({ from, to }: { readonly from: string; readonly to: string }): Bounds => ({
  from: { value: from, inclusive: true },
  to: { value: to, inclusive: false },
});

/** The least end of a range of values: above null, which is in no range. */
const ABOVE_NULL = { value: null, inclusive: false } as const;

function rangeRule(column: Column, operator: "<" | "<=" | ">" | ">=", operand: Operand): Rule {
  const comparison = comparisonOf(column);
  const matches = ordering(comparison, operator, operand);
  if (operand.kind === "range") {
    const edge = operator === "<" || operator === ">=" ? operand.from : operand.to;
    const bounds: Bounds =
      operator === "<" || operator === "<="
        ? { from: ABOVE_NULL, to: { value: edge, inclusive: false } }
        : { from: { value: edge, inclusive: true } };
    return { matches, reach: { bounds, isExact: true } };
  }
  const value = comparison.keyOf(operand.value);
  if (value === null) return { matches: () => false };
  const inclusive = operator.endsWith("=");
  const bounds: Bounds = operator.startsWith("<")
    ? { from: ABOVE_NULL, to: { value, inclusive } }
    : { from: { value, inclusive } };
  return { matches, reach: { bounds, isExact: true } };
}

/** With nulls as in SQL nothing is outside of a list with a null, and no null is outside of any list. */
function antiJoin(column: Column, values: readonly Scalar[]): Test<Row> {
  const found = new Set(values);
  const isNeverTrue = found.has(null) && !ANTI_JOINS_PASS_OVER_NULLS;
  return {
    accepts: (row) => {
      const value = column.read(row);
      if (value === null) return ANTI_JOINS_PASS_OVER_NULLS;
      return !isNeverTrue && !found.has(value);
    },
  };
}

/** A semi join, or with `negated` an anti join, by the values its subquery found. */
export function joinTest(
  scope: Scope,
  condition: { readonly field: string; readonly valueQuery: Query },
  values: readonly Scalar[],
  negated: boolean,
): Test<Row> {
  const column = filteredColumn(scope, { ...condition, operator: "IN" });
  const found = new Set<Scalar>(values.filter((value) => value !== null));
  if (negated) return antiJoin(column, values);
  const accepts = (row: Row): boolean => {
    const value = column.read(row);
    return value !== null && found.has(value);
  };
  const field = column.path?.field;
  if (field === undefined || column.path?.hops.length !== 0) return { accepts };
  return { accepts, reach: { field, values: [...found], isExact: true } };
}
