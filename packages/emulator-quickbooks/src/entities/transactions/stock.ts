import {
  numberOf,
  objectOf,
  objectsOf,
  referenceOf,
  textOf,
  type JsonObject,
} from "../../json/json-value.ts";
import { add, subtract } from "../../money.ts";
import { STOCK_MOVES_ITEM_TIME } from "../../not-evidenced.ts";
import type { EntityType, StoredRecord } from "../../store/stored-record.ts";
import type { WriteContext } from "../descriptor.ts";

/**
 * The quantity of stock follows what was bought and sold; its value is another matter (purchases go to the
 * asset account, sales take nothing from it: `docs/not-evidenced.md`).
 */

/** 1 where a document brings stock in, -1 where it takes it out. */
const DIRECTIONS: Readonly<Partial<Record<EntityType, 1 | -1>>> = {
  Bill: 1,
  CreditMemo: 1,
  Invoice: -1,
  Purchase: 1,
  RefundReceipt: 1,
  SalesReceipt: -1,
  VendorCredit: -1,
};

/** Moves `QtyOnHand` of every stock item by what the change of a document adds or takes. */
export function moveStock(
  before: StoredRecord | undefined,
  after: StoredRecord | undefined,
  { store, now }: WriteContext,
): void {
  const [old, next] = [quantities(before), quantities(after)];
  for (const id of new Set([...old.keys(), ...next.keys()])) {
    const change = subtract(next.get(id) ?? 0, old.get(id) ?? 0);
    const item = change === 0 ? undefined : store.record("Item", id);
    if (item === undefined || textOf(item.fields, "Type") !== "Inventory") continue;
    const QtyOnHand = add(numberOf(item.fields, "QtyOnHand") ?? 0, change);
    const updatedAt = STOCK_MOVES_ITEM_TIME ? now : item.updatedAt;
    store.putRecord({ ...item, fields: { ...item.fields, QtyOnHand }, updatedAt });
  }
}

/** What a document brings in of each item, below 0 what it takes out. */
function quantities(record: StoredRecord | undefined): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  const direction = record === undefined ? undefined : DIRECTIONS[record.type];
  if (record === undefined || direction === undefined) return sums;
  const isRefund = record.type === "Purchase" && record.fields["Credit"] === true;
  for (const detail of itemDetails(record.fields)) {
    const item = referenceOf(detail, "ItemRef");
    if (item === undefined) continue;
    const quantity = (numberOf(detail, "Qty") ?? 0) * (isRefund ? -direction : direction);
    sums.set(item, add(sums.get(item) ?? 0, quantity));
  }
  return sums;
}

/** The details that name an item, those inside bundles too. */
function itemDetails(owner: JsonObject): JsonObject[] {
  return objectsOf(owner, "Line").flatMap((line) => {
    const group = objectOf(line, "GroupLineDetail");
    if (group !== undefined) return itemDetails(group);
    const detail =
      objectOf(line, "SalesItemLineDetail") ?? objectOf(line, "ItemBasedExpenseLineDetail");
    return detail === undefined ? [] : [detail];
  });
}
