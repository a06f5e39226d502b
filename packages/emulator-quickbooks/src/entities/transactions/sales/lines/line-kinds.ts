import {
  objectOf,
  objectsOf,
  referenceOf,
  textOf,
  type JsonObject,
} from "../../../../json/json-value.ts";

/** `SHIPPING_ITEM_ID`, the item of a shipping line (recorded in 2014); it is in no list. */
export const SHIPPING_ITEM = "SHIPPING_ITEM_ID";

/** Expense, deposit and journal lines belong to other types. */
export const SALE_DETAILS: ReadonlySet<string> = new Set([
  "SalesItemLineDetail",
  "GroupLineDetail",
  "DescriptionOnly",
  "DiscountLineDetail",
  "SubTotalLineDetail",
]);

export function isDiscount(line: JsonObject): boolean {
  return textOf(line, "DetailType") === "DiscountLineDetail";
}

export function isSubtotal(line: JsonObject): boolean {
  return textOf(line, "DetailType") === "SubTotalLineDetail";
}

export function isGroup(line: JsonObject): boolean {
  return textOf(line, "DetailType") === "GroupLineDetail";
}

export function isShipping(line: JsonObject): boolean {
  return itemOf(line) === SHIPPING_ITEM;
}

/** The lines that sell something: item lines, those inside groups too, and shipping. */
export function soldLines(fields: JsonObject): JsonObject[] {
  return objectsOf(fields, "Line").flatMap((line) => {
    if (isGroup(line)) return soldLines(objectOf(line, "GroupLineDetail") ?? {});
    return isItem(line) ? [line] : [];
  });
}

function isItem(line: JsonObject): boolean {
  return textOf(line, "DetailType") === "SalesItemLineDetail";
}

/** Id of the item that a line sells. */
export function itemOf(line: JsonObject): string | undefined {
  return referenceOf(objectOf(line, "SalesItemLineDetail") ?? {}, "ItemRef");
}

/** Id of the tax code of an item line. */
export function taxCodeOf(line: JsonObject): string | undefined {
  return referenceOf(objectOf(line, "SalesItemLineDetail") ?? {}, "TaxCodeRef");
}
