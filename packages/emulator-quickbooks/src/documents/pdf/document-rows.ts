import { numberOf, objectOf, objectsOf, textOf, type JsonObject } from "../../json/json-value.ts";
import { formatWithCommas } from "../../money.ts";
import type { DocumentRow, ShownDocument } from "./document-content.ts";

/** Totals have a place of their own below the table. */
const BELOW_THE_TABLE = new Set(["SubTotalLineDetail", "DiscountLineDetail", "TaxLineDetail"]);

/** The lines of a record as rows, those of a bundle below it. */
export function documentRows(shown: JsonObject, lookUp: ShownDocument["lookUp"]): DocumentRow[] {
  return objectsOf(shown, "Line").flatMap((line) => {
    const kind = textOf(line, "DetailType") ?? "";
    if (BELOW_THE_TABLE.has(kind)) return [];
    const detail = objectOf(line, kind) ?? {};
    const row = {
      activity:
        nameOf(detail, "ItemRef") ??
        nameOf(detail, "GroupItemRef") ??
        nameOf(detail, "AccountRef") ??
        linkedTo(line, lookUp),
      description: textOf(line, "Description") ?? "",
      quantity: plainNumber(numberOf(detail, "Qty") ?? numberOf(detail, "Quantity")),
      rate: rateText(numberOf(detail, "UnitPrice")),
      amount: money(numberOf(line, "Amount")),
    };
    return [row, ...documentRows(detail, lookUp)];
  });
}

/** `Invoice 1037`, of a payment's line: what it pays. */
function linkedTo(line: JsonObject, lookUp: ShownDocument["lookUp"]): string {
  return objectsOf(line, "LinkedTxn")
    .map((link) => {
      const type = textOf(link, "TxnType") ?? "";
      const id = textOf(link, "TxnId") ?? "";
      return `${type} ${lookUp(type, id, "DocNumber") ?? id}`;
    })
    .join(", ");
}

/** The name that a reference shows, or else its id. */
export function nameOf(owner: JsonObject, property: string): string | undefined {
  const reference = objectOf(owner, property);
  return reference === undefined
    ? undefined
    : (textOf(reference, "name") ?? textOf(reference, "value"));
}

/** `1,861.07`; nothing for no amount. */
export function money(amount: number | undefined): string {
  return amount === undefined ? "" : formatWithCommas(amount);
}

function plainNumber(value: number | undefined): string {
  return value === undefined ? "" : String(value);
}

/** At least two decimals; a price may have up to seven. */
function rateText(price: number | undefined): string {
  if (price === undefined) return "";
  const decimals = String(price).split(".")[1] ?? "";
  return decimals.length > 2 ? String(price) : formatWithCommas(price);
}
