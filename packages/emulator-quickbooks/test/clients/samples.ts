import type { Sent } from "./foreign-client.ts";

/** A body to create with, and a property to change; ids are those of the seed company. */
export interface Sample {
  readonly type: string;
  readonly body: Sent;
  /** Changed by the sparse update. */
  readonly change: Sent;
  /** How a client ends it. */
  readonly ending: "delete" | "deactivate";
  readonly canVoid?: true;
}

const ref = (value: string) => ({ value });
const CUSTOMER = { CustomerRef: ref("1") };
const VENDOR = { VendorRef: ref("56") };

const itemLine = (amount: number) => ({
  Amount: amount,
  DetailType: "SalesItemLineDetail",
  SalesItemLineDetail: { ItemRef: ref("4") },
});
const expenseLine = (amount: number) => ({
  Amount: amount,
  DetailType: "AccountBasedExpenseLineDetail",
  AccountBasedExpenseLineDetail: { AccountRef: ref("7") },
});
const boughtItem = (amount: number) => ({
  Amount: amount,
  DetailType: "ItemBasedExpenseLineDetail",
  ItemBasedExpenseLineDetail: { ItemRef: ref("11"), Qty: 1, UnitPrice: amount },
});
const journalLine = (PostingType: "Debit" | "Credit", account: string) => ({
  Amount: 40,
  DetailType: "JournalEntryLineDetail",
  JournalEntryLineDetail: { PostingType, AccountRef: ref(account) },
});

const NOTE = { PrivateNote: "changed by a client" };

/** Every type that a client may write, in the least form that the documentation asks for. */
export const SAMPLES: readonly Sample[] = [
  {
    type: "Customer",
    body: { DisplayName: "A client's customer" },
    change: { Notes: "n" },
    ending: "deactivate",
  },
  {
    type: "Vendor",
    body: { DisplayName: "A client's vendor" },
    change: { AcctNum: "77" },
    ending: "deactivate",
  },
  {
    type: "Employee",
    body: { GivenName: "Ada", FamilyName: "Client" },
    change: { MiddleName: "B" },
    ending: "deactivate",
  },
  {
    type: "Item",
    body: { Name: "A client's item", Type: "Service", IncomeAccountRef: ref("1") },
    change: { Description: "d" },
    ending: "deactivate",
  },
  {
    type: "Account",
    body: { Name: "A client's account", AccountType: "Expense" },
    change: { Description: "d" },
    ending: "deactivate",
  },
  {
    type: "Class",
    body: { Name: "A client's class" },
    change: { Name: "Another class" },
    ending: "deactivate",
  },
  {
    type: "Department",
    body: { Name: "A client's place" },
    change: { Name: "Another place" },
    ending: "deactivate",
  },
  {
    type: "Term",
    body: { Name: "Net 17", DueDays: 17 },
    change: { DueDays: 18 },
    ending: "deactivate",
  },
  {
    type: "PaymentMethod",
    body: { Name: "Barter", Type: "NON_CREDIT_CARD" },
    change: { Name: "Trade" },
    ending: "deactivate",
  },
  {
    type: "Invoice",
    body: { ...CUSTOMER, Line: [itemLine(100)] },
    change: NOTE,
    ending: "delete",
    canVoid: true,
  },
  { type: "Estimate", body: { ...CUSTOMER, Line: [itemLine(90)] }, change: NOTE, ending: "delete" },
  {
    type: "SalesReceipt",
    body: { ...CUSTOMER, Line: [itemLine(80)] },
    change: NOTE,
    ending: "delete",
    canVoid: true,
  },
  {
    type: "CreditMemo",
    body: { ...CUSTOMER, Line: [itemLine(70)] },
    change: NOTE,
    ending: "delete",
  },
  {
    type: "RefundReceipt",
    body: { ...CUSTOMER, DepositToAccountRef: ref("35"), Line: [itemLine(60)] },
    change: NOTE,
    ending: "delete",
  },
  {
    type: "Payment",
    body: { ...CUSTOMER, TotalAmt: 25 },
    change: NOTE,
    ending: "delete",
    canVoid: true,
  },
  {
    type: "Bill",
    body: { ...VENDOR, Line: [expenseLine(55)] },
    change: { ...VENDOR, ...NOTE },
    ending: "delete",
  },
  {
    type: "VendorCredit",
    body: { ...VENDOR, Line: [expenseLine(15)] },
    change: { ...VENDOR, ...NOTE },
    ending: "delete",
  },
  {
    type: "BillPayment",
    body: {
      ...VENDOR,
      TotalAmt: 12,
      PayType: "Check",
      CheckPayment: { BankAccountRef: ref("35") },
      Line: [],
    },
    change: { ...VENDOR, PayType: "Check", ...NOTE },
    ending: "delete",
    canVoid: true,
  },
  {
    type: "PurchaseOrder",
    body: { ...VENDOR, APAccountRef: ref("33"), Line: [boughtItem(45)] },
    change: { ...VENDOR, ...NOTE },
    ending: "delete",
  },
  {
    type: "Purchase",
    body: { PaymentType: "Check", AccountRef: ref("35"), Line: [expenseLine(33)] },
    change: { PaymentType: "Check", ...NOTE },
    ending: "delete",
  },
  {
    type: "JournalEntry",
    body: { Line: [journalLine("Debit", "7"), journalLine("Credit", "35")] },
    change: NOTE,
    ending: "delete",
  },
  {
    type: "Deposit",
    body: {
      DepositToAccountRef: ref("35"),
      Line: [
        {
          Amount: 20,
          DetailType: "DepositLineDetail",
          DepositLineDetail: { AccountRef: ref("1") },
        },
      ],
    },
    change: NOTE,
    ending: "delete",
  },
  {
    type: "Transfer",
    body: { FromAccountRef: ref("35"), ToAccountRef: ref("36"), Amount: 120 },
    change: NOTE,
    ending: "delete",
  },
];
