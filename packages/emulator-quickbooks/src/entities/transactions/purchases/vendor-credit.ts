import { numberOf } from "../../../json/json-value.ts";
import { openBalance } from "../../balances.ts";
import { listOf, operations, setOf, type EntityDescriptor } from "../../descriptor.ts";
import { shownMoney } from "../transaction-currency.ts";
import { shownLinks } from "../links.ts";
import {
  checkVendorDocument,
  postVendorDocument,
  prepareVendorDocument,
  refuseLessThanApplied,
  refuseNewVendor,
} from "./vendor-document.ts";

/** What vendors owe back. A bill payment applies it to bills. Key order as of bills. */
export const VENDOR_CREDIT: EntityDescriptor = {
  type: "VendorCredit",
  operations: operations("create read query update delete"),
  counter: "transaction",
  wireOrder: listOf(`
    VendorAddr Balance domain sparse Id SyncToken MetaData CustomField DocNumber TxnDate DepartmentRef
    CurrencyRef ExchangeRate PrivateNote LinkedTxn Line TxnTaxDetail VendorRef APAccountRef TotalAmt Memo
    GlobalTaxCalculation`),
  computed: setOf("Balance"),
  readOnly: setOf("Balance TotalAmt LinkedTxn RecurDataRef VendorCreditEx"),
  isInChangeData: true,
  check: checkVendorDocument,
  prepare: (draft, context) => {
    const prepared = prepareVendorDocument("VendorCredit", draft, {}, context);
    refuseNewVendor(draft);
    refuseLessThanApplied(draft, numberOf(prepared.fields, "TotalAmt") ?? 0);
    return prepared;
  },
  view: (record, { profile }) => ({
    Balance: openBalance(record),
    ...shownMoney(record, profile),
    LinkedTxn: shownLinks(record),
  }),
  transaction: {
    txnType: () => "VendorCredit",
    linksOf: () => [],
    postings: (record, context) => postVendorDocument(record, context, -1),
  },
};
