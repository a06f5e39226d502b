import { compact, numberOf, type JsonObject } from "../json/json-value.ts";
import { listOf, setOf, type EntityDescriptor } from "./descriptor.ts";
import { readOnlyList } from "./lists/read-only-list.ts";
import { HOME_CURRENCY } from "./references.ts";

/** Bills carry the vendors' balances; they cannot be written yet, so they stay open as seeded. */
export const BILL: EntityDescriptor = readOnlyList({
  type: "Bill",
  counter: "transaction",
  wireOrder: listOf(`
    DueDate Balance domain sparse Id SyncToken MetaData DocNumber TxnDate CurrencyRef PrivateNote
    LinkedTxn Line VendorRef APAccountRef TotalAmt`),
  computed: setOf("Balance CurrencyRef LinkedTxn"),
  queryable: setOf("VendorRef APAccountRef DocNumber TxnDate DueDate TotalAmt Balance"),
  view: (record): JsonObject =>
    compact({
      Balance: numberOf(record.fields, "TotalAmt"),
      CurrencyRef: HOME_CURRENCY,
      LinkedTxn: [],
    }),
});
