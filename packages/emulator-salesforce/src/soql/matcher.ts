import type { FieldType } from "../schema/types.ts";
import type { Scalar } from "../store/document-store.ts";
import { compareKeys, type OrderKey } from "../store/ordered-index.ts";
import { isCaseSensitive, type KeyOfValue, rangeKeyOf } from "./compare.ts";
import type { Column } from "./expression.ts";
import { type Operand, unquote } from "./literal.ts";
import { partsInOrder } from "./wildcards.ts";

/** Comparisons of one value with operands, by the type of the column. */
export type Matcher = (value: Scalar) => boolean;

/** How the values of a column compare: in ranges by keys, for equality by folded texts. */
export interface Comparison {
  readonly keyOf: KeyOfValue;
  readonly fold: (value: Scalar) => Scalar;
}

const PLAIN_TYPES: ReadonlySet<FieldType> = new Set([
  "id",
  "reference",
  "date",
  "datetime",
  "time",
]);

export function comparisonOf(column: Column): Comparison {
  const field = column.path?.field;
  const isSensitive = field === undefined ? PLAIN_TYPES.has(column.type) : isCaseSensitive(field);
  const keyOf: KeyOfValue =
    field === undefined ? (value) => plainOrUpper(value, isSensitive) : rangeKeyOf(field);
  const fold = (value: Scalar): Scalar => {
    if (typeof value !== "string") return value;
    const text = column.type === "multipicklist" ? value.split(";").sort().join(";") : value;
    return isSensitive ? text : text.toLowerCase();
  };
  return { keyOf, fold };
}

function plainOrUpper(value: unknown, isSensitive: boolean): OrderKey {
  if (typeof value === "string") return isSensitive ? value : value.toUpperCase();
  return typeof value === "number" || typeof value === "boolean" ? value : null;
}

/** Equality with any of the operands, or lying within the range of a date literal. */
export function equality({ fold }: Comparison, operands: readonly Operand[]): Matcher {
  const values = new Set<Scalar>();
  const ranges: { readonly from: string; readonly to: string }[] = [];
  for (const operand of operands) {
    if (operand.kind === "range") ranges.push(operand);
    else values.add(fold(operand.value));
  }
  const isWithin = (value: Scalar): boolean =>
    typeof value === "string" && ranges.some(({ from, to }) => value >= from && value < to);
  return (value) => values.has(fold(value)) || isWithin(value);
}

/** Null is neither smaller nor greater than anything. A range compares by its nearer edge. */
export function ordering(
  { keyOf }: Comparison,
  operator: "<" | "<=" | ">" | ">=",
  operand: Operand,
): Matcher {
  const isBelow = operator === "<" || operator === "<=";
  if (operand.kind === "range") {
    const edge = operator === "<" || operator === ">=" ? operand.from : operand.to;
    return (value) => typeof value === "string" && (isBelow ? value < edge : value >= edge);
  }
  const limit = keyOf(operand.value);
  return (value) => {
    if (value === null || limit === null) return false;
    const order = compareKeys(keyOf(value), limit);
    if (operator === "<") return order < 0;
    if (operator === "<=") return order <= 0;
    return operator === ">" ? order > 0 : order >= 0;
  };
}

/** A LIKE pattern: what to match, and the text it begins with before any wildcard. */
export interface Pattern {
  readonly matches: Matcher;
  readonly prefix: string;
  /** Whether there is nothing but the prefix and a final `%`. */
  readonly isPrefix: boolean;
}

/** `%` stands for any characters, `_` for one; a backslash takes their meaning away. */
export function likePattern(literal: string, isCaseSensitiveField: boolean): Pattern {
  const parts = [""];
  let prefix = "";
  let wildcards = 0;
  for (const [piece] of literal.slice(1, -1).matchAll(/\\u[\da-fA-F]{4}|\\.|[^\\]/gsu)) {
    const last = parts.length - 1;
    if (piece === "%" || piece === "_") {
      wildcards += 1;
      if (piece === "_") parts[last] += ".";
      // Wildcards in a row match what one does.
      else if (last === 0 || parts[last] !== "") parts.push("");
      continue;
    }
    const text = piece.startsWith("\\") ? unquote(`'${piece}'`) : piece;
    if (wildcards === 0) prefix += text;
    parts[last] += text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  }
  const inOrder = partsInOrder(parts, isCaseSensitiveField);
  const start = isCaseSensitiveField ? prefix : prefix.toUpperCase();
  // The index knows texts by their upper case; asking the same here keeps both ways in agreement.
  const begins = (text: string): boolean =>
    (isCaseSensitiveField ? text : text.toUpperCase()).startsWith(start);
  return {
    matches: (value) => typeof value === "string" && begins(value) && inOrder(value),
    prefix,
    isPrefix: wildcards === 1 && literal.endsWith("%'") && !literal.endsWith("\\%'"),
  };
}

/** INCLUDES holds when one of the operands does, each of which asks for all of its values at once. */
export function includes(operands: readonly string[]): Matcher {
  const wanted = operands.map((each) => each.split(";").map((one) => one.trim().toLowerCase()));
  return (value) => {
    if (typeof value !== "string") return false;
    const chosen = new Set(value.split(";").map((one) => one.toLowerCase()));
    return wanted.some((all) => all.every((one) => chosen.has(one)));
  };
}
