import {
  numberOf,
  objectOf,
  objectsOf,
  textOf,
  type JsonObject,
} from "../../../../json/json-value.ts";
import { add, percentOf, toCents } from "../../../../money.ts";
import type { Draft } from "../../../descriptor.ts";
import { refuseMismatches, type PricedLine } from "../../line-amounts.ts";
import { refuseExcess } from "../../amount-limit.ts";
import { completeDiscount } from "./discount-line.ts";
import { completeGroupLine } from "./group-line.ts";
import { chargeOf, completeItemLine } from "./item-line.ts";
import { isDiscount, isGroup, isShipping, isSubtotal, soldLines } from "./line-kinds.ts";
import { LineNumbers } from "./line-numbers.ts";
import type { LineRules } from "./line-rules.ts";

/** The lines of a sale: numbered, completed, subtotalled. */
export interface SaleLines {
  readonly lines: readonly JsonObject[];
  /** Item lines, those of groups too, without shipping. */
  readonly items: readonly JsonObject[];
  readonly shipping: readonly JsonObject[];
  readonly discounts: readonly JsonObject[];
  /** What the items charge, with the tax where that is inside; discounts are percentages of it. */
  readonly charged: number;
  /** What shipping charges. */
  readonly shipped: number;
  /** Of all discount lines and of the sale as a whole. */
  readonly discount: number;
  /** Of the sale as a whole: always before tax (schema). */
  readonly wholeDiscount: number;
  readonly lastLineId: number;
}

/** Items, their subtotal, discounts, shipping: in this order (recorded). */
export function prepareSaleLines(draft: Draft, rules: LineRules): SaleLines {
  const numbers = new LineNumbers(draft);
  const sent = objectsOf(draft.fields, "Line").filter((line) => !isSubtotal(line));
  if (!rules.priceWins) refuseMismatches(soldLines({ Line: sent }).map(priced));
  const kept = sent
    .filter((line) => !isDiscount(line) && !isShipping(line))
    .map((line) => numbers.number(completeLine(line, rules)));
  const items = soldLines({ Line: kept });
  const charged = add(...items.map((line) => chargeOf(line, rules)));
  const discounts = sent.filter(isDiscount).map((line) => completeDiscount(line, charged, rules));
  const shipping = sent.filter(isShipping).map((line) => withoutNumbers(completeLine(line, rules)));
  refuseExcess([...items, ...shipping].map((line) => chargeOf(line, rules)));
  const wholeDiscount = discountOfWhole(draft.fields, charged);
  const subtotal = {
    Amount: add(...kept.map((line) => numberOf(line, "Amount") ?? 0)),
    DetailType: "SubTotalLineDetail",
    SubTotalLineDetail: {},
  };
  return {
    lines: [...kept, subtotal, ...discounts, ...shipping],
    items,
    shipping,
    discounts,
    charged,
    shipped: add(...shipping.map((line) => chargeOf(line, rules))),
    discount: add(wholeDiscount, ...discounts.map((line) => numberOf(line, "Amount") ?? 0)),
    wholeDiscount,
    lastLineId: numbers.last,
  };
}

function priced(line: JsonObject): PricedLine {
  return [line, objectOf(line, "SalesItemLineDetail") ?? {}];
}

/** A description charges nothing, whatever amount comes with it (documented). */
function completeLine(line: JsonObject, rules: LineRules): JsonObject {
  if (isGroup(line)) return completeGroupLine(line, rules);
  if (textOf(line, "DetailType") !== "DescriptionOnly") return completeItemLine(line, rules);
  const { Amount: _amount, ...rest } = line;
  return rest;
}

/** A shipping line has no number (recorded). */
function withoutNumbers({ Id: _id, LineNum: _number, ...rest }: JsonObject): JsonObject {
  return rest;
}

/** `DiscountRate` or `DiscountAmt` of the header (schema); the rate wins as it does on a line. */
export function discountOfWhole(fields: JsonObject, charged: number): number {
  const rate = numberOf(fields, "DiscountRate");
  return rate === undefined
    ? toCents(numberOf(fields, "DiscountAmt") ?? 0)
    : percentOf(charged, rate);
}
