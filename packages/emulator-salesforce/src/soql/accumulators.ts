import { Decimal } from "decimal.js";
import type { FieldType } from "../schema/types.ts";
import type { Scalar } from "../store/document-store.ts";
import { compareKeys, type OrderKey } from "../store/ordered-index.ts";
import type { Comparison } from "./matcher.ts";

/**
 * Aggregate functions (D SOQL "Aggregate Functions"): nulls do not count, and sums are exact, as money
 * must be. They are fed value by value, so that no group keeps its rows.
 */
export interface Accumulator {
  add(value: Scalar): void;
  result(): Scalar;
}

/** How a function works and which types it takes. */
interface AggregateRule {
  readonly types: ReadonlySet<FieldType>;
  /** The type of the result; undefined: that of the values. */
  readonly type: FieldType | undefined;
  /** @param keyOf what values are compared by */
  make(comparison: Comparison, keyOf: (value: Scalar) => OrderKey): Accumulator;
}

/** Enough digits for the sum of any number of amounts of 18 digits. */
const Exact = Decimal.clone({ precision: 60 });

const NUMBERS: ReadonlySet<FieldType> = new Set(["int", "double", "currency", "percent"]);
/** All but checkboxes, times, multi-select picklists and addresses. */
const COMPARABLE: ReadonlySet<FieldType> = new Set([
  ...NUMBERS,
  ...(["id", "string", "textarea", "email", "phone", "url", "date", "datetime"] as const),
  ...(["picklist", "reference"] as const),
]);

/** Adds whole numbers as they are while they are exact, anything else in decimals. */
function total(): { add(value: number): void; sum(): Decimal } {
  let whole = 0;
  let rest = new Exact(0);
  return {
    add: (value) => {
      if (Number.isInteger(value) && Math.abs(whole + value) <= Number.MAX_SAFE_INTEGER) {
        whole += value;
      } else rest = rest.plus(value);
    },
    sum: () => rest.plus(whole),
  };
}

/** Over the numbers among the values; null without any. */
function ofNumbers(resultOf: (sum: Decimal, count: number) => Decimal): Accumulator {
  const all = total();
  let count = 0;
  return {
    add: (value) => {
      if (typeof value !== "number") return;
      all.add(value);
      count += 1;
    },
    result: () => (count === 0 ? null : resultOf(all.sum(), count).toNumber()),
  };
}

const sum = (): Accumulator => ofNumbers((added) => added);
const average = (): Accumulator => ofNumbers((added, count) => added.div(count));

function count(): Accumulator {
  let found = 0;
  return {
    add: (value) => {
      if (value !== null) found += 1;
    },
    result: () => found,
  };
}

function countDistinct({ fold }: Comparison): Accumulator {
  const seen = new Set<Scalar>();
  return {
    add: (value) => {
      if (value !== null) seen.add(fold(value));
    },
    result: () => seen.size,
  };
}

const extreme = (sign: 1 | -1) =>
  function make(_comparison: Comparison, keyOf: (value: Scalar) => OrderKey): Accumulator {
    let best: Scalar = null;
    let bestKey: OrderKey = null;
    return {
      add: (value) => {
        const key = keyOf(value);
        if (key === null || (bestKey !== null && compareKeys(key, bestKey) * sign <= 0)) return;
        best = value;
        bestKey = key;
      },
      result: () => best,
    };
  };

export const AGGREGATES: ReadonlyMap<string, AggregateRule> = new Map<string, AggregateRule>([
  ["COUNT", { types: COMPARABLE, type: "int", make: count }],
  ["COUNT_DISTINCT", { types: COMPARABLE, type: "int", make: countDistinct }],
  ["SUM", { types: NUMBERS, type: undefined, make: sum }],
  ["AVG", { types: NUMBERS, type: "double", make: average }],
  ["MIN", { types: COMPARABLE, type: undefined, make: extreme(-1) }],
  ["MAX", { types: COMPARABLE, type: undefined, make: extreme(1) }],
]);
