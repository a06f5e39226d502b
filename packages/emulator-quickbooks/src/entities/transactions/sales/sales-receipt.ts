import { receiptForm } from "./receipt-form.ts";

/** Sales receipts. A receipt needs no customer (recorded); what it earned is never open. */
export const SALES_RECEIPT = receiptForm({
  type: "SalesReceipt",
  operations: "create read query update delete void",
  required: [],
  wireOrder: `
    domain sparse Id SyncToken MetaData CustomField DocNumber TxnDate DepartmentRef CurrencyRef
    ExchangeRate PrivateNote LinkedTxn Line TxnTaxDetail CustomerRef CustomerMemo BillAddr ShipAddr
    ClassRef ShipMethodRef ShipDate TrackingNum GlobalTaxCalculation TotalAmt HomeTotalAmt
    ApplyTaxAfterDiscount PrintStatus EmailStatus BillEmail Balance HomeBalance PaymentMethodRef
    PaymentRefNum DepositToAccountRef DeliveryInfo`,
  readOnly: "Balance LinkedTxn",
  sign: 1,
});
