import type { EntityType } from "../../store/stored-record.ts";

/**
 * The record type behind each `TxnType` of a LinkedTxn (schema: TxnTypeEnum; documentation of linked
 * transactions). Several names lead to one type: a bill payment is a cheque or a card.
 */
const TYPES: Readonly<Record<string, EntityType>> = {
  Bill: "Bill",
  BillPayment: "BillPayment",
  BillPaymentCheck: "BillPayment",
  BillPaymentCreditCard: "BillPayment",
  APCreditCard: "BillPayment",
  CreditMemo: "CreditMemo",
  Deposit: "Deposit",
  Estimate: "Estimate",
  Invoice: "Invoice",
  JournalEntry: "JournalEntry",
  Payment: "Payment",
  ReceivePayment: "Payment",
  Purchase: "Purchase",
  CashPurchase: "Purchase",
  Check: "Purchase",
  Expense: "Purchase",
  CreditCardCredit: "Purchase",
  CreditCardExpense: "Purchase",
  PurchaseOrder: "PurchaseOrder",
  RefundReceipt: "RefundReceipt",
  SalesReceipt: "SalesReceipt",
  TimeActivity: "TimeActivity",
  Transfer: "Transfer",
  VendorCredit: "VendorCredit",
};

/** Undefined for a name that no emulated type answers to. */
export function typeOfTxnType(txnType: string): EntityType | undefined {
  return Object.hasOwn(TYPES, txnType) ? TYPES[txnType] : undefined;
}
