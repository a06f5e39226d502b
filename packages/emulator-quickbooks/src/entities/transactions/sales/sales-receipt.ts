import { compact, numberOf } from "../../../json/json-value.ts";
import { shownCurrency } from "../../currencies.ts";
import { listOf, operations, setOf, type EntityDescriptor } from "../../descriptor.ts";
import { headerLinks, shownLinks } from "../links.ts";
import { checkSaleLines } from "./sale-lines.ts";
import { depositAccount, postSale } from "./sale-postings.ts";
import { prepareSale } from "./sale.ts";

/** Recorded: the default of a receipt that names no account. */
const UNDEPOSITED_FUNDS_ID = "4";

/** Sales receipts. A receipt needs no customer (recorded); what it earned is never open. */
export const SALES_RECEIPT: EntityDescriptor = {
  type: "SalesReceipt",
  operations: operations("create read query update delete void"),
  counter: "transaction",
  wireOrder: listOf(`
    domain sparse Id SyncToken MetaData CustomField DocNumber TxnDate DepartmentRef CurrencyRef
    PrivateNote LinkedTxn Line TxnTaxDetail CustomerRef CustomerMemo BillAddr ShipAddr TotalAmt
    ApplyTaxAfterDiscount PrintStatus EmailStatus BillEmail Balance PaymentMethodRef PaymentRefNum
    DepositToAccountRef`),
  computed: setOf("Balance CurrencyRef"),
  readOnly: setOf("Balance CurrencyRef TotalAmt HomeTotalAmt HomeBalance LinkedTxn"),
  isInChangeData: true,
  raisesEvents: true,
  check: checkSaleLines,
  prepare: (draft, context) =>
    prepareSale(
      "SalesReceipt",
      draft,
      { DepositToAccountRef: { value: UNDEPOSITED_FUNDS_ID } },
      context,
    ),
  view: (record, { profile }) =>
    compact({
      CurrencyRef: shownCurrency(record.fields, profile),
      LinkedTxn: record.linkedFrom === undefined ? undefined : shownLinks(record),
      Balance: 0,
    }),
  transaction: {
    txnType: () => "SalesReceipt",
    linksOf: headerLinks,
    postings: ({ fields }, { store }) =>
      postSale(fields, store, [
        { account: depositAccount(fields, store), amount: numberOf(fields, "TotalAmt") ?? 0 },
      ]),
  },
};
