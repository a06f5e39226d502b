import { objectOf, type JsonObject } from "../../../json/json-value.ts";

/** The detail of an expense line; undefined for a line of another kind. */
export function expenseDetail(line: JsonObject): JsonObject | undefined {
  return (
    objectOf(line, "AccountBasedExpenseLineDetail") ?? objectOf(line, "ItemBasedExpenseLineDetail")
  );
}
