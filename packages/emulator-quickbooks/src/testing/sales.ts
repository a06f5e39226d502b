import type { JsonObject, JsonValue } from "../json/json-value.ts";
import type { EntityType } from "../store/stored-record.ts";
import type { ApiDriver } from "./api-driver.ts";

/** An item line; `detail` adds to it or replaces the item, which is Design (4). */
export function itemLine(amount: number, detail: JsonObject = {}): JsonObject {
  return {
    Amount: amount,
    DetailType: "SalesItemLineDetail",
    SalesItemLineDetail: { ItemRef: { value: "4" }, ...detail },
  };
}

/** A discount of so many percent. */
export function percentOff(percent: number): JsonObject {
  return {
    DetailType: "DiscountLineDetail",
    DiscountLineDetail: { PercentBased: true, DiscountPercent: percent },
  };
}

/** A discount of a fixed amount. */
export function amountOff(amount: number): JsonObject {
  return { Amount: amount, DetailType: "DiscountLineDetail", DiscountLineDetail: {} };
}

/** A shipping line. */
export function shippingLine(amount: number, detail: JsonObject = {}): JsonObject {
  return itemLine(amount, { ItemRef: { value: "SHIPPING_ITEM_ID" }, ...detail });
}

/** A sale to a customer. */
export function saleOf(
  customer: string,
  lines: readonly JsonObject[],
  more: JsonObject = {},
): JsonObject {
  return { CustomerRef: { value: customer }, Line: lines, ...more };
}

/** A payment whose lines apply amounts to transactions, `Invoice` where no type is named. */
export function paymentOf(
  customer: string,
  total: number,
  applied: readonly (readonly [id: JsonValue | undefined, amount: number, type?: string])[],
): JsonObject {
  return {
    CustomerRef: { value: customer },
    TotalAmt: total,
    Line: applied.map(([id, Amount, TxnType = "Invoice"]) => ({
      Amount,
      LinkedTxn: [{ TxnId: id ?? null, TxnType }],
    })),
  };
}

/** Puts a record beside the API, as a test needs it: what stands there already keeps its other fields. */
export function plantRecord(
  driver: ApiDriver,
  type: EntityType,
  id: string,
  fields: JsonObject,
): void {
  const { store } = driver.company;
  store.transact(() => {
    const held = store.record(type, id);
    const bare = { type, id, syncToken: 0, createdAt: driver.now, updatedAt: driver.now };
    store.putRecord({ ...(held ?? bare), fields: { ...held?.fields, ...fields } });
  });
}

/** Changes one section of the company's Preferences. */
export function prefer(driver: ApiDriver, section: string, values: JsonObject): void {
  const held = driver.company.store.record("Preferences", "1")?.fields[section];
  const merged = { ...(held as JsonObject | undefined), ...values };
  plantRecord(driver, "Preferences", "1", { [section]: merged });
}
