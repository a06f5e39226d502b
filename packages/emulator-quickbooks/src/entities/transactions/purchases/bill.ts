import { missingParameter } from "../../../faults/fault-texts.ts";
import { compact, referenceOf, textOf, type JsonObject } from "../../../json/json-value.ts";
import { BILL_TAKES_VENDOR_TERMS, BILL_UPDATE_NEEDS_VENDOR } from "../../../not-evidenced.ts";
import { openBalance } from "../../balances.ts";
import { listOf, operations, setOf, type EntityDescriptor } from "../../descriptor.ts";
import type { Store } from "../../../store/store.ts";
import { dueDateOf } from "../due-date.ts";
import { shownMoney } from "../transaction-currency.ts";
import { headerLinks, shownLinks } from "../links.ts";
import { releaseApplications } from "../release-applications.ts";
import { BILL_PAYMENT } from "./bill-payment.ts";
import { orderLinks, prepareOrderLinks } from "./order-links.ts";
import {
  checkVendorDocument,
  homeBalance,
  postVendorDocument,
  prepareVendorDocument,
  refuseNewVendor,
} from "./vendor-document.ts";

/**
 * What vendors charge. Key order as observed (a bill read in 2021: own properties, then those of all
 * objects, then those of purchases); what the server adds as observed in 2026.
 */
export const BILL: EntityDescriptor = {
  type: "Bill",
  operations: operations("create read query update delete"),
  counter: "transaction",
  wireOrder: listOf(`
    SalesTermRef DueDate RemitToAddr ShipAddr VendorAddr Balance HomeBalance domain sparse Id SyncToken
    MetaData CustomField DocNumber TxnDate DepartmentRef CurrencyRef ExchangeRate PrivateNote LinkedTxn
    Line TxnTaxDetail VendorRef APAccountRef TotalAmt GlobalTaxCalculation`),
  computed: setOf("Balance HomeBalance"),
  readOnly: setOf("Balance HomeBalance TotalAmt RecurDataRef BillEx"),
  isInChangeData: true,
  check: (draft, errors, profile) => {
    checkVendorDocument(draft, errors, profile);
    const lacksVendor = referenceOf(draft.sent, "VendorRef") === undefined;
    const hadVendor = referenceOf(draft.fields, "VendorRef") !== undefined;
    if (BILL_UPDATE_NEEDS_VENDOR && lacksVendor && hadVendor) {
      errors.push(missingParameter("VendorRef"));
    }
  },
  prepare: (draft, context) => {
    const terms = termsOf(draft.fields, context.store);
    const linked = prepareOrderLinks(draft.fields, context.store);
    const prepared = prepareVendorDocument(
      "Bill",
      { ...draft, fields: compact({ SalesTermRef: terms, ...linked }) },
      {},
      context,
    );
    refuseNewVendor(draft);
    const due = { DueDate: dueDate(prepared.fields, context.store), ...prepared.fields };
    return { ...prepared, fields: due };
  },
  view: (record, { profile }) => {
    const balance = openBalance(record);
    return {
      Balance: balance,
      ...homeBalance(record, balance, profile),
      ...shownMoney(record, profile),
      LinkedTxn: shownLinks(record),
    };
  },
  settle: (_before, after, context) => releaseApplications(after, BILL_PAYMENT, context),
  transaction: {
    txnType: () => "Bill",
    linksOf: (fields) => orderLinks(fields, headerLinks(fields)),
    postings: (record, context) => postVendorDocument(record, context, 1),
  },
};

/** The terms that were sent, else the vendor's; undefined without any. */
function termsOf(fields: JsonObject, store: Store): JsonObject | undefined {
  const vendor = store.record("Vendor", referenceOf(fields, "VendorRef") ?? "");
  const terms = referenceOf(vendor?.fields ?? {}, "TermRef");
  return terms === undefined || !BILL_TAKES_VENDOR_TERMS ? undefined : { value: terms };
}

/** By the terms; a bill without terms is due on its day (documented sample). */
function dueDate(fields: JsonObject, store: Store): string {
  const date = textOf(fields, "TxnDate") ?? "";
  const terms = store.record("Term", referenceOf(fields, "SalesTermRef") ?? "");
  return dueDateOf(date, terms?.fields ?? {}) ?? date;
}
