import { ApiFault } from "../../faults/api-fault.ts";
import { amountMismatch } from "../../faults/fault-texts.ts";
import { numberOf, type JsonObject } from "../../json/json-value.ts";
import { formatSupplied, multiplyToCents } from "../../money.ts";

/** A line and its detail, which states quantity and price. */
export type PricedLine = readonly [line: JsonObject, detail: JsonObject];

/** UnitPrice × Qty, rounded half up to cents; undefined where one of the two is missing. */
export function priceTimesQuantity(detail: JsonObject): number | undefined {
  const price = numberOf(detail, "UnitPrice");
  const quantity = numberOf(detail, "Qty");
  if (price === undefined || quantity === undefined) return undefined;
  return multiplyToCents(price, quantity);
}

/**
 * Refuses lines whose Amount is not UnitPrice × Qty (6070): one fault for each line (L: intuit/
 * QuickBooks-V3-PHP-SDK issue 445, 2022).
 */
export function refuseMismatches(lines: readonly PricedLine[]): void {
  const errors = lines.flatMap(([line, detail]) => {
    const product = priceTimesQuantity(detail);
    const amount = numberOf(line, "Amount") ?? 0;
    const isRight = product === undefined || product === amount;
    return isRight ? [] : [amountMismatch(formatSupplied(amount))];
  });
  if (errors.length > 0) throw new ApiFault(errors);
}
