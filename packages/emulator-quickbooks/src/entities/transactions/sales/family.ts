import { referenceOf, type JsonObject } from "../../../json/json-value.ts";
import type { Store } from "../../../store/store.ts";

/** Id of the top-level customer of a transaction: one payment may settle the invoices of all its jobs. */
export function familyOf(transaction: JsonObject, store: Store): string {
  return rootOf(referenceOf(transaction, "CustomerRef") ?? "", store);
}

/** The customer itself, or the topmost of its parents. */
export function rootOf(customer: string, store: Store): string {
  let id = customer;
  for (;;) {
    const parent = referenceOf(store.record("Customer", id)?.fields ?? {}, "ParentRef");
    if (parent === undefined) return id;
    id = parent;
  }
}
