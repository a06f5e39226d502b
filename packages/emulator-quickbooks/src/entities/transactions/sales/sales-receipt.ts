import { compact, numberOf } from "../../../json/json-value.ts";
import { linksFromOthers } from "../links.ts";
import { withDepositAccount } from "./deposit-account.ts";
import { saleForm } from "./sale-form.ts";
import { depositAccount, postSale } from "./sale-postings.ts";
import { shownSale } from "./sale-view.ts";

/** Sales receipts. A receipt needs no customer (recorded); what it earned is never open. */
export const SALES_RECEIPT = saleForm({
  type: "SalesReceipt",
  operations: "create read query update delete void",
  required: [],
  wireOrder: `
    domain sparse Id SyncToken MetaData CustomField DocNumber TxnDate DepartmentRef CurrencyRef
    ExchangeRate PrivateNote LinkedTxn Line TxnTaxDetail CustomerRef CustomerMemo BillAddr ShipAddr
    ClassRef ShipMethodRef ShipDate TrackingNum GlobalTaxCalculation TotalAmt HomeTotalAmt
    ApplyTaxAfterDiscount PrintStatus EmailStatus BillEmail Balance HomeBalance PaymentMethodRef
    PaymentRefNum DepositToAccountRef DeliveryInfo`,
  computed: "Balance LinkedTxn",
  readOnly: "Balance LinkedTxn",
  defaults: {},
  complete: (prepared, _draft, context) => ({
    ...prepared,
    fields: withDepositAccount(prepared.fields, context),
  }),
  view: (record, context) =>
    compact({
      ...shownSale(record, 0, context),
      LinkedTxn: linksFromOthers(record),
    }),
  transaction: {
    txnType: () => "SalesReceipt",
    linksOf: () => [],
    postings: ({ fields }, context) =>
      postSale(fields, context, [
        {
          account: depositAccount(fields, context.store),
          amount: numberOf(fields, "TotalAmt") ?? 0,
        },
      ]),
  },
});
