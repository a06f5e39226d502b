import { fault, type FaultError } from "../../../faults/api-fault.ts";
import {
  amountMismatch,
  categoryOnLine,
  invalidEnumeration,
  missingParameter,
} from "../../../faults/fault-texts.ts";
import {
  compact,
  inOrder,
  numberOf,
  objectOf,
  objectsOf,
  referenceOf,
  textOf,
  type JsonObject,
} from "../../../json/json-value.ts";
import { LINE_TAX_CODE_DEFAULT } from "../../../not-evidenced.ts";
import { add, formatWithCommas, multiplyToCents, percentOf } from "../../../money.ts";
import type { Store } from "../../../store/store.ts";
import type { Draft } from "../../descriptor.ts";

/** The lines of a sale: numbered, completed, subtotalled (reference sections 1.4 and 1.5). */

/** Key order of a line and of its detail, as recorded. */
const LINE_ORDER = ["Id", "LineNum", "Description", "Amount", "LinkedTxn", "DetailType"];
const DETAIL_ORDER = ["ServiceDate", "ItemRef", "ClassRef", "UnitPrice", "Qty", "TaxCodeRef"];
/** A line without an item stands for this service (NODE's test sends none). */
const DEFAULT_ITEM_ID = "1";
/** `Discounts given` (recorded), where a line names no account. */
const DISCOUNT_ACCOUNT_ID = "86";
/** Groups come with bundles; expense and journal lines belong to other types. */
const SALE_DETAILS = new Set([
  "SalesItemLineDetail",
  "DescriptionOnly",
  "DiscountLineDetail",
  "SubTotalLineDetail",
]);

/** Amounts in the home currency; `taxable` is the sum of the TAX lines. */
export interface SaleLines {
  readonly lines: readonly JsonObject[];
  readonly subtotal: number;
  readonly discount: number;
  readonly taxable: number;
  readonly lastLineId: number;
}

/** A sale needs lines, each of a kind that a sale can have, item lines with an amount. */
export function checkSaleLines({ fields }: Draft, errors: FaultError[]): void {
  const lines = objectsOf(fields, "Line");
  if (lines.length === 0) {
    errors.push({
      ...missingParameter("Line"),
      detail: "Required parameter Line is missing in the request.",
    });
  }
  for (const line of lines) {
    const kind = textOf(line, "DetailType");
    if (kind === undefined) errors.push(missingParameter("DetailType"));
    else if (!SALE_DETAILS.has(kind)) errors.push(invalidEnumeration(kind));
    else if (kind === "SalesItemLineDetail" && numberOf(line, "Amount") === undefined) {
      errors.push(missingParameter("Amount"));
    }
  }
}

/** Numbers and completes the lines; the subtotal follows the items and precedes any discount. */
export function prepareSaleLines(draft: Draft, store: Store): SaleLines {
  const known = new Set(
    objectsOf(draft.existing?.fields ?? {}, "Line").map((line) => textOf(line, "Id")),
  );
  const sent = objectsOf(draft.fields, "Line").filter(
    (line) => textOf(line, "DetailType") !== "SubTotalLineDetail",
  );
  let lastLineId = draft.existing?.lastLineId ?? 0;
  let taxable = 0;
  const items: JsonObject[] = [];
  for (const line of sent.filter((each) => textOf(each, "DetailType") !== "DiscountLineDetail")) {
    const sentId = textOf(line, "Id");
    const id = sentId !== undefined && known.has(sentId) ? sentId : String((lastLineId += 1));
    const completed = completeLine(line, store);
    if (isTaxable(completed)) taxable = add(taxable, numberOf(completed, "Amount") ?? 0);
    items.push(
      inOrder({ Id: id, LineNum: items.length + 1, ...withoutNumbers(completed) }, LINE_ORDER),
    );
  }
  const subtotal = add(...items.map((line) => numberOf(line, "Amount") ?? 0));
  const discounts = sent
    .filter((line) => textOf(line, "DetailType") === "DiscountLineDetail")
    .map((line) => completeDiscount(line, subtotal));
  const subtotalLine = {
    Amount: subtotal,
    DetailType: "SubTotalLineDetail",
    SubTotalLineDetail: {},
  };
  const discount = add(...discounts.map((line) => numberOf(line, "Amount") ?? 0));
  return { lines: [...items, subtotalLine, ...discounts], subtotal, discount, taxable, lastLineId };
}

/** Ids and numbers are given afresh, whatever a client sends. */
function withoutNumbers(line: JsonObject): JsonObject {
  const { Id: _id, LineNum: _number, ...rest } = line;
  return rest;
}

/** US lines know only TAX and NON. */
function isTaxable(line: JsonObject): boolean {
  return referenceOf(objectOf(line, "SalesItemLineDetail") ?? {}, "TaxCodeRef") === "TAX";
}

/**
 * Adds the item and tax code that a line may leave out; quantity and price are never invented (recorded).
 */
function completeLine(line: JsonObject, store: Store): JsonObject {
  if (textOf(line, "DetailType") !== "SalesItemLineDetail") return line;
  const detail = objectOf(line, "SalesItemLineDetail") ?? {};
  const itemId = referenceOf(detail, "ItemRef") ?? DEFAULT_ITEM_ID;
  const item = store.record("Item", itemId);
  if (item !== undefined && textOf(item.fields, "Type") === "Category")
    throw fault(categoryOnLine());
  checkAmount(numberOf(line, "Amount") ?? 0, detail);
  const completed = inOrder(
    { TaxCodeRef: { value: LINE_TAX_CODE_DEFAULT }, ...detail, ItemRef: { value: itemId } },
    DETAIL_ORDER,
  );
  return { ...line, SalesItemLineDetail: completed };
}

/** Amount must be UnitPrice × Qty, rounded half up, when both are given. */
function checkAmount(amount: number, detail: JsonObject): void {
  const price = numberOf(detail, "UnitPrice");
  const quantity = numberOf(detail, "Qty");
  if (price === undefined || quantity === undefined) return;
  if (multiplyToCents(price, quantity) !== amount) {
    throw fault(amountMismatch(formatWithCommas(amount)));
  }
}

/**
 * A percentage is taken of the subtotal; an amount is taken as sent. It is positive and subtracts.
 */
function completeDiscount(line: JsonObject, subtotal: number): JsonObject {
  const detail = objectOf(line, "DiscountLineDetail") ?? {};
  const percent = detail["PercentBased"] === true ? numberOf(detail, "DiscountPercent") : undefined;
  const amount =
    percent === undefined ? (numberOf(line, "Amount") ?? 0) : percentOf(subtotal, percent);
  return compact({
    Amount: amount,
    DetailType: "DiscountLineDetail",
    DiscountLineDetail: inOrder({ DiscountAccountRef: { value: DISCOUNT_ACCOUNT_ID }, ...detail }, [
      "PercentBased",
      "DiscountPercent",
      "DiscountAccountRef",
    ]),
  });
}
