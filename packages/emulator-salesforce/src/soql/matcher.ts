import type { Scalar } from "../store/document-store.ts";
import { compareKeys } from "../store/ordered-index.ts";
import { isCaseSensitive, type KeyOfValue, rangeKeyOf } from "./compare.ts";
import type { Column } from "./expression.ts";
import type { Operand } from "./literal.ts";

/** Comparisons of one value with operands, by the type of the column. */
export type Matcher = (value: Scalar) => boolean;

/** How the values of a column compare: in ranges by keys, for equality by folded texts. */
export interface Comparison {
  readonly keyOf: KeyOfValue;
  readonly fold: (value: Scalar) => Scalar;
}

export function comparisonOf(column: Column): Comparison {
  const compared = column.path?.field ?? { type: column.type };
  const isSensitive = isCaseSensitive(compared);
  const keyOf = rangeKeyOf(compared);
  const fold = (value: Scalar): Scalar => {
    if (typeof value !== "string") return value;
    const text = column.type === "multipicklist" ? value.split(";").sort().join(";") : value;
    return isSensitive ? text : text.toLowerCase();
  };
  return { keyOf, fold };
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

/** INCLUDES holds when one of the operands does, each of which asks for all of its values at once. */
export function includes(operands: readonly string[]): Matcher {
  const wanted = operands.map((each) => each.split(";").map((one) => one.trim().toLowerCase()));
  return (value) => {
    if (typeof value !== "string") return false;
    const chosen = new Set(value.split(";").map((one) => one.toLowerCase()));
    return wanted.some((all) => all.every((one) => chosen.has(one)));
  };
}
