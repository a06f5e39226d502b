import type { JsonObject } from "../json/json-value.ts";

/** A line on an expense account; 7 is Advertising. */
export function expenseLine(amount: number, detail: object = {}): JsonObject {
  return {
    Amount: amount,
    DetailType: "AccountBasedExpenseLineDetail",
    AccountBasedExpenseLineDetail: { AccountRef: { value: "7" }, ...detail },
  };
}

/** A line for an item; 11 is Pump, which is kept in stock. */
export function itemLine(amount: number, detail: object = {}, line: object = {}): JsonObject {
  return {
    Amount: amount,
    DetailType: "ItemBasedExpenseLineDetail",
    ItemBasedExpenseLineDetail: { ItemRef: { value: "11" }, ...detail },
    ...line,
  };
}

/** A minimal bill; 30 is a vendor who is owed nothing. */
export function billOf(amount: number, vendor = "30"): JsonObject {
  return { VendorRef: { value: vendor }, Line: [expenseLine(amount)] };
}

/** A cheque for `total` that pays the bills (or takes the credits) of `applied`. */
export function billPaymentOf(
  total: number,
  applied: readonly (readonly [type: string, id: unknown, amount: number])[],
  vendor = "30",
): JsonObject {
  return {
    VendorRef: { value: vendor },
    TotalAmt: total,
    PayType: "Check",
    CheckPayment: { BankAccountRef: { value: "35" } },
    Line: applied.map(([TxnType, id, Amount]) => ({
      Amount,
      LinkedTxn: [{ TxnId: String(id), TxnType }],
    })),
  };
}
