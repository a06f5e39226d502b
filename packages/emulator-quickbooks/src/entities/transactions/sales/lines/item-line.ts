import { fault } from "../../../../faults/api-fault.ts";
import { categoryOnLine } from "../../../../faults/fault-texts.ts";
import { bundleOnItemLine } from "../../../../faults/sales-faults.ts";
import { beforeInventoryStart, missingQuantity } from "../../../../faults/transaction-faults.ts";
import {
  compact,
  inOrder,
  numberOf,
  objectOf,
  referenceOf,
  textOf,
  type JsonObject,
} from "../../../../json/json-value.ts";
import { percentOf, subtract, toCents } from "../../../../money.ts";
import {
  LINE_DISCOUNT_LOWERS_TOTAL,
  LINE_TAX_CODE_DEFAULT,
  TAX_INCLUSIVE_AMOUNT_IS_GROSS,
} from "../../../../not-evidenced.ts";
import { priceTimesQuantity } from "../../line-amounts.ts";
import { grossOf, netOf, netPriceOf } from "../../tax/tax-sums.ts";
import { ratesOf } from "../../tax/tax-rates.ts";
import { isShipping, taxCodeOf } from "./line-kinds.ts";
import type { LineRules } from "./line-rules.ts";

/** Key order of the detail, as recorded. */
const DETAIL_ORDER = ["ServiceDate", "ItemRef", "ClassRef", "UnitPrice", "Qty", "TaxCodeRef"];

/**
 * Adds the item and tax code that a line may leave out; quantity and price are never invented
 * (recorded). A shipping line is left as it is (recorded).
 */
export function completeItemLine(line: JsonObject, rules: LineRules): JsonObject {
  const detail = objectOf(line, "SalesItemLineDetail") ?? {};
  // Where the price does not win, an amount that differs was refused before (6070).
  const amount = priceTimesQuantity(detail) ?? toCents(numberOf(line, "Amount") ?? 0);
  const priced = { ...line, Amount: amount, SalesItemLineDetail: completed(detail, amount, rules) };
  return rules.taxMode === "inside" ? netted(priced, rules) : priced;
}

function completed(detail: JsonObject, amount: number, rules: LineRules): JsonObject {
  const itemId = referenceOf(detail, "ItemRef") ?? rules.defaultItem;
  if (isShipping({ SalesItemLineDetail: detail })) return detail;
  const item = rules.store.record("Item", itemId)?.fields ?? {};
  refuseUnsellable(item, detail, rules);
  const rate = numberOf(detail, "DiscountRate");
  const stated = numberOf(detail, "DiscountAmt");
  const gross = rules.taxMode === "inside" ? numberOf(detail, "TaxInclusiveAmt") : undefined;
  const discount = rate === undefined ? stated : percentOf(gross ?? amount, rate);
  const { ItemAccountRef: _readOnly, ...sent } = detail;
  const all = compact({
    TaxCodeRef: defaultCode(item, rules),
    ...sent,
    ...(discount === undefined ? {} : { DiscountAmt: toCents(discount) }),
    ItemRef: { value: itemId },
  });
  return inOrder(all, DETAIL_ORDER);
}

/** The item's own code outside the US; that is how the items of a bundle come by theirs. */
function defaultCode(item: JsonObject, { taxMode }: LineRules): JsonObject | undefined {
  if (taxMode === "us") return { value: LINE_TAX_CODE_DEFAULT };
  const own = referenceOf(item, "SalesTaxCodeRef");
  return own === undefined || taxMode === "none" ? undefined : { value: own };
}

/** Neither a category nor a bundle; stock only in a number (6520), not before it was counted (6270). */
function refuseUnsellable(item: JsonObject, detail: JsonObject, { stockDate }: LineRules): void {
  const type = textOf(item, "Type");
  if (type === "Category") throw fault(categoryOnLine());
  if (type === "Group" || type === "Bundle") throw fault(bundleOnItemLine());
  if (type !== "Inventory" || stockDate === undefined) return;
  if (numberOf(detail, "Qty") === undefined) throw fault(missingQuantity());
  const start = textOf(item, "InvStartDate");
  if (start !== undefined && stockDate < start) throw fault(beforeInventoryStart());
}

/**
 * Where tax is inside the amounts, a line is kept without it and shows what it was with it:
 * `TaxInclusiveAmt`. A line that states this amount (as one does that was read before) is taken at its
 * word; else its Amount and UnitPrice include the tax.
 */
function netted(line: JsonObject, { store }: LineRules): JsonObject {
  const detail = objectOf(line, "SalesItemLineDetail") ?? {};
  const rates = ratesOf(taxCodeOf(line) ?? "", "sales", store);
  const stated = numberOf(detail, "TaxInclusiveAmt");
  const amount = numberOf(line, "Amount") ?? 0;
  const isGross = stated !== undefined || TAX_INCLUSIVE_AMOUNT_IS_GROSS;
  const gross = isGross ? toCents(stated ?? amount) : grossOf(amount, rates);
  const price = numberOf(detail, "UnitPrice");
  const net =
    price === undefined || stated !== undefined || !isGross ? price : netPriceOf(price, rates);
  const shown = compact({ ...detail, UnitPrice: net, TaxInclusiveAmt: gross });
  return { ...line, Amount: netOf(gross, rates), SalesItemLineDetail: shown };
}

/** What a line charges: its amount, with the tax where that is inside, less its own discount. */
export function chargeOf(line: JsonObject, { taxMode }: Pick<LineRules, "taxMode">): number {
  const detail = objectOf(line, "SalesItemLineDetail") ?? {};
  const net = numberOf(line, "Amount") ?? 0;
  const whole = taxMode === "inside" ? (numberOf(detail, "TaxInclusiveAmt") ?? net) : net;
  return subtract(whole, lineDiscount(line));
}

/** What a line's own discount takes off the total. */
export function lineDiscount(line: JsonObject): number {
  const detail = objectOf(line, "SalesItemLineDetail") ?? {};
  return LINE_DISCOUNT_LOWERS_TOTAL ? (numberOf(detail, "DiscountAmt") ?? 0) : 0;
}
