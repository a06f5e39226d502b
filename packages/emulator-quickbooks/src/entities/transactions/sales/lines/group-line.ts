import { fault } from "../../../../faults/api-fault.ts";
import { invalidReference } from "../../../../faults/fault-texts.ts";
import {
  compact,
  numberOf,
  objectOf,
  objectsOf,
  referenceOf,
  textOf,
  type JsonObject,
} from "../../../../json/json-value.ts";
import { add, multiplyToCents } from "../../../../money.ts";
import { Decimal } from "decimal.js";
import type { Store } from "../../../../store/store.ts";
import { completeItemLine } from "./item-line.ts";
import type { LineRules } from "./line-rules.ts";

/**
 * A bundle on a sale. Without lines of its own it is unfolded into its items, each as often as the
 * bundle holds it times the bundle's quantity; lines that a client sends are taken instead. The
 * group's amount is the sum of its lines, whatever was sent (documented).
 */
export function completeGroupLine(line: JsonObject, rules: LineRules): JsonObject {
  const detail = objectOf(line, "GroupLineDetail") ?? {};
  const id = referenceOf(detail, "GroupItemRef") ?? "";
  const bundle = rules.store.record("Item", id);
  const type = textOf(bundle?.fields ?? {}, "Type");
  if (bundle === undefined || (type !== "Group" && type !== "Bundle")) {
    throw fault(invalidReference("Items", id));
  }
  const quantity = numberOf(detail, "Quantity") ?? 1;
  const sent = objectsOf(detail, "Line");
  const unfolded = sent.length > 0 ? sent : unfold(bundle.fields, quantity, rules.store);
  const lines = unfolded.map((child) => completeItemLine(child, rules));
  const description = textOf(line, "Description") ?? textOf(bundle.fields, "Description");
  return compact({
    ...line,
    Description: description,
    Amount: add(...lines.map((child) => numberOf(child, "Amount") ?? 0)),
    GroupLineDetail: { ...detail, Quantity: quantity, Line: lines },
  });
}

/** The bundle's items at their own prices. */
function unfold(bundle: JsonObject, quantity: number, store: Store): JsonObject[] {
  const parts = objectsOf(objectOf(bundle, "ItemGroupDetail") ?? {}, "ItemGroupLine");
  return parts.map((part) => {
    const itemId = referenceOf(part, "ItemRef") ?? "";
    const item = store.record("Item", itemId)?.fields ?? {};
    const Qty = new Decimal(numberOf(part, "Qty") ?? 1).times(quantity).toNumber();
    const UnitPrice = numberOf(item, "UnitPrice") ?? 0;
    return compact({
      Description: textOf(item, "Description"),
      Amount: multiplyToCents(UnitPrice, Qty),
      DetailType: "SalesItemLineDetail",
      SalesItemLineDetail: { ItemRef: { value: itemId }, UnitPrice, Qty },
    });
  });
}
