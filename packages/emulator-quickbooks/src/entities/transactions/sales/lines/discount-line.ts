import {
  compact,
  inOrder,
  numberOf,
  objectOf,
  type JsonObject,
} from "../../../../json/json-value.ts";
import { percentOf, toCents } from "../../../../money.ts";
import type { LineRules } from "./line-rules.ts";

const DETAIL_ORDER = ["PercentBased", "DiscountPercent", "DiscountAccountRef"];

/**
 * A percentage is taken of what the items charge, without shipping (recorded); an amount is taken as
 * sent. It is positive and subtracts. The line has no Id (recorded).
 */
export function completeDiscount(
  line: JsonObject,
  charged: number,
  { discountAccount }: LineRules,
): JsonObject {
  const detail = objectOf(line, "DiscountLineDetail") ?? {};
  const percent = discountPercent(line);
  const amount =
    percent === undefined ? toCents(numberOf(line, "Amount") ?? 0) : percentOf(charged, percent);
  return compact({
    Amount: amount,
    DetailType: "DiscountLineDetail",
    DiscountLineDetail: inOrder(
      { DiscountAccountRef: { value: discountAccount }, ...detail },
      DETAIL_ORDER,
    ),
  });
}

/** Undefined for a discount of a fixed amount. */
function discountPercent(line: JsonObject): number | undefined {
  const detail = objectOf(line, "DiscountLineDetail") ?? {};
  return detail["PercentBased"] === true ? numberOf(detail, "DiscountPercent") : undefined;
}
