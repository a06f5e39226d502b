import { receiptForm } from "./receipt-form.ts";

/** Money given back at once. Key order as recorded in 2014; the account it is taken from is required. */
export const REFUND_RECEIPT = receiptForm({
  type: "RefundReceipt",
  operations: "create read query update delete",
  required: ["DepositToAccountRef"],
  wireOrder: `
    domain sparse Id SyncToken MetaData CustomField DocNumber TxnDate DepartmentRef CurrencyRef
    ExchangeRate PrivateNote LinkedTxn Line TxnTaxDetail CustomerRef CustomerMemo BillAddr ShipAddr
    ClassRef GlobalTaxCalculation TotalAmt HomeTotalAmt ApplyTaxAfterDiscount PrintStatus EmailStatus
    BillEmail Balance HomeBalance PaymentMethodRef PaymentRefNum PaymentType CheckPayment
    CreditCardPayment DepositToAccountRef DeliveryInfo`,
  readOnly: "Balance LinkedTxn RemainingCredit",
  sign: -1,
});
