/** Conditions of a query with every value quoted. */
import { quoteText } from "./query-text.ts";

export type Comparison = "=" | "!=" | "<" | ">" | "<=" | ">=" | "LIKE";

/** `property` as the API names it, for example `PrimaryEmailAddr` or `MetaData.CreateTime`. */
export function compare(property: string, comparison: Comparison, value: string | boolean): string {
  const literal = typeof value === "boolean" ? String(value) : quoteText(value);
  return `${property} ${comparison} ${literal}`;
}

/** `values` must not be empty: QuickBooks has no empty list. */
export function isOneOf(property: string, values: readonly [string, ...string[]]): string {
  return `${property} IN (${values.map(quoteText).join(", ")})`;
}
