import { compact, numberOf, objectOf, objectsOf, referenceOf } from "../../../json/json-value.ts";
import { subtract } from "../../../money.ts";
import { openBalance } from "../../balances.ts";
import { shownCurrency } from "../../currencies.ts";
import { listOf, operations, setOf, type EntityDescriptor } from "../../descriptor.ts";
import { shownLinks } from "../links.ts";
import { standardAccount } from "../standard-accounts.ts";

/** Bills carry the vendors' balances; they cannot be written yet, so they stay open as seeded. */
export const BILL: EntityDescriptor = {
  type: "Bill",
  operations: operations("read query"),
  counter: "transaction",
  wireOrder: listOf(`
    DueDate Balance domain sparse Id SyncToken MetaData DocNumber TxnDate CurrencyRef PrivateNote
    LinkedTxn Line VendorRef APAccountRef TotalAmt`),
  computed: setOf("Balance CurrencyRef LinkedTxn"),
  readOnly: setOf(""),
  queryable: setOf("VendorRef APAccountRef DocNumber TxnDate DueDate TotalAmt Balance"),
  isInChangeData: true,
  raisesEvents: false,
  check: () => {},
  prepare: (draft) => ({ fields: draft.fields }),
  view: (record, { profile }) =>
    compact({
      Balance: openBalance(record),
      CurrencyRef: shownCurrency(record.fields, profile),
      LinkedTxn: shownLinks(record),
    }),
  transaction: {
    txnType: () => "Bill",
    linksOf: () => [],
    postings: ({ fields }, { store }) => {
      const total = numberOf(fields, "TotalAmt") ?? 0;
      const party = { type: "Vendor", id: referenceOf(fields, "VendorRef") ?? "" } as const;
      const payable =
        referenceOf(fields, "APAccountRef") ?? standardAccount(store, "AccountsPayable");
      const spent = objectsOf(fields, "Line").map((line) => {
        const detail = objectOf(line, "AccountBasedExpenseLineDetail") ?? {};
        const account =
          referenceOf(detail, "AccountRef") ?? standardAccount(store, "SuppliesMaterialsCogs");
        const amount = numberOf(line, "Amount") ?? 0;
        return { account, amount, home: amount };
      });
      const owed = subtract(0, total);
      return [{ account: payable, amount: owed, home: owed, party }, ...spent];
    },
  },
};
