import type { ConditionWithValueQuery, WhereClause } from "@jetstreamapp/soql-parser-js";
import type { Row } from "../dml/context.ts";
import type { Scalar } from "../store/document-store.ts";
import { parseTime } from "../times.ts";
import { compareScalars, equalScalars } from "./compare.ts";
import { operandOf, type Operand, unquote } from "./literal.ts";
import { type ResolvedPath, resolvePath, type Scope } from "./scope.ts";
import { malformed } from "./soql-error.ts";

/**
 * WHERE clauses as predicates. The parser gives a flat chain with counts of parentheses; it is unrolled
 * into tokens and read by the grammar of SOQL, in which AND and OR do not mix without parentheses:
 *
 *   expression := term (AND term)* | term (OR term)*      term := NOT term | ( expression ) | condition
 */

/** Whether a row satisfies a clause. */
export type Predicate = (row: Row) => boolean;

/** Answers the first column of a subquery in `IN (SELECT …)`. */
export type Subselect = (query: unknown, scope: Scope) => readonly Scalar[];

type Token = "(" | ")" | "AND" | "OR" | "NOT" | ConditionWithValueQuery;

/** @throws MALFORMED_QUERY, INVALID_FIELD with the place in the text */
export function compileWhere(scope: Scope, where: WhereClause, subselect: Subselect): Predicate {
  const tokens = [...unroll(where)];
  let at = 0;
  const expression = (): Predicate => {
    const terms = [term()];
    const joint = tokens[at];
    for (let joiner = joint; joiner === "AND" || joiner === "OR"; joiner = tokens[at]) {
      if (joiner !== joint) throw malformed(scope.soql, joiner, unexpected(joiner));
      at += 1;
      terms.push(term());
    }
    if (terms.length === 1 && terms[0] !== undefined) return terms[0];
    return joint === "OR"
      ? (row) => terms.some((each) => each(row))
      : (row) => terms.every((each) => each(row));
  };
  const term = (): Predicate => {
    const token = tokens[at];
    at += 1;
    if (token === "NOT") {
      const negated = term();
      return (row) => !negated(row);
    }
    if (token === "(") {
      const inner = expression();
      at += 1; // the closing parenthesis, which the parser has checked
      return inner;
    }
    if (typeof token === "object") return compileCondition(scope, token, subselect);
    throw malformed(scope.soql, "", unexpected(token ?? "<EOF>"));
  };
  return expression();
}

const unexpected = (token: string): string => `unexpected token: '${token}'`;

/** The chain as the tokens that were written. */
function* unroll(where: WhereClause): Generator<Token> {
  for (let clause: WhereClause | undefined = where; clause !== undefined; ) {
    const left = clause.left;
    for (let open = left?.openParen ?? 0; open > 0; open -= 1) yield "(";
    if (left !== null && "operator" in left) {
      // Keywords ignore case; the parser gives them as they were written.
      yield { ...left, operator: left.operator.toUpperCase() } as typeof left;
      for (let close = left.closeParen ?? 0; close > 0; close -= 1) yield ")";
    }
    if ("operator" in clause) yield clause.operator.toUpperCase() as typeof clause.operator;
    clause = "right" in clause ? clause.right : undefined;
  }
}

/** The comparison operators that look at one operand. */
export function compileCondition(
  scope: Scope,
  condition: ConditionWithValueQuery,
  subselect: Subselect,
): Predicate {
  if (!("field" in condition)) {
    throw malformed(scope.soql, "", "functions in conditions are not modelled by this emulator");
  }
  const path = resolvePath(scope, condition.field);
  const negate = condition.operator === "NOT IN";
  if ("valueQuery" in condition) {
    const values = subselect(condition.valueQuery, scope);
    return membership(path, values, negate);
  }
  const operands = readOperands(scope, path, condition);
  const [first] = operands;
  const { operator } = condition;
  if (operator === "IN" || operator === "NOT IN") {
    return (row) => operands.some((each) => matches(path.read(row), each)) !== negate;
  }
  if (operator === "=" || operator === "!=") {
    const wanted = operator === "=";
    return (row) => first !== undefined && matches(path.read(row), first) === wanted;
  }
  if (operator === "LIKE") return like(scope, path, condition);
  if (operator === "INCLUDES" || operator === "EXCLUDES") {
    throw malformed(
      scope.soql,
      operator,
      "multi-select picklists are not modelled by this emulator",
    );
  }
  return ordering(path, operator, first);
}

/** A semi join, or with `negate` an anti join; ids compare in their long form. */
function membership(path: ResolvedPath, values: readonly Scalar[], negate: boolean): Predicate {
  const keys = new Set(values.map((value) => String(value).toLowerCase()));
  return (row) => {
    const value = path.read(row);
    return (value !== null && keys.has(String(value).toLowerCase())) !== negate;
  };
}

/** The literals of a condition, one or a list; LIKE reads its own. */
function readOperands(
  scope: Scope,
  path: ResolvedPath,
  condition: Extract<ConditionWithValueQuery, { readonly value: unknown; readonly field: string }>,
): readonly Operand[] {
  if (condition.operator === "LIKE") return [];
  const texts = Array.isArray(condition.value) ? condition.value : [condition.value];
  return texts.map((text, position) => {
    const type = Array.isArray(condition.literalType)
      ? condition.literalType[position]
      : condition.literalType;
    return operandOf(scope, path, { type: type ?? "STRING", text }, condition.field);
  });
}

/** Equality, or lying within the range of a date literal. */
function matches(value: Scalar, operand: Operand): boolean {
  if (operand.kind === "value") return equalScalars(value, operand.value);
  const time = timeOf(value);
  return time !== undefined && time >= operand.range.from && time < operand.range.to;
}

/** A stored date or time as epoch milliseconds. */
function timeOf(value: Scalar): number | undefined {
  if (typeof value !== "string") return undefined;
  return parseTime(value.length === 10 ? `${value}T00:00:00Z` : value);
}

/** Null is neither smaller nor greater than anything. A range compares by its nearer edge. */
function ordering(
  path: ResolvedPath,
  operator: "<" | "<=" | ">" | ">=",
  operand: Operand | undefined,
): Predicate {
  if (operand === undefined) return () => false;
  if (operand.kind === "range") {
    const { from, to } = operand.range;
    return (row) => {
      const time = timeOf(path.read(row));
      if (time === undefined) return false;
      if (operator === "<") return time < from;
      if (operator === "<=") return time < to;
      return operator === ">" ? time >= to : time >= from;
    };
  }
  return (row) => {
    const value = path.read(row);
    if (value === null || operand.value === null) return false;
    const order = compareScalars(value, operand.value);
    if (operator === "<") return order < 0;
    if (operator === "<=") return order <= 0;
    return operator === ">" ? order > 0 : order >= 0;
  };
}

/** `%` stands for any characters, `_` for one; a backslash takes their meaning away. */
function like(
  scope: Scope,
  path: ResolvedPath,
  condition: { readonly field: string; readonly value: string | string[] },
): Predicate {
  const literal = String(condition.value);
  if (!literal.startsWith("'")) throw malformed(scope.soql, condition.field, unexpected(literal));
  const body = literal.slice(1, -1);
  let pattern = "";
  for (const [piece] of body.matchAll(/\\.|[^\\]/gsu)) {
    if (piece === "%") pattern += ".*";
    else if (piece === "_") pattern += ".";
    else pattern += literally(piece.startsWith("\\") ? unquote(`'${piece}'`) : piece);
  }
  const expression = new RegExp(`^${pattern}$`, "isu");
  return (row) => {
    const value = path.read(row);
    return value !== null && expression.test(String(value));
  };
}

/** A regular expression that matches the text itself. */
function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
