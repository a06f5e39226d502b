import type { JsonObject } from "../json/json-value.ts";

/** A line of a journal entry; `name` is the id of a customer, vendor or employee. */
export function journalLine(
  type: "Debit" | "Credit",
  account: string,
  amount: number,
  name?: string,
): JsonObject {
  const entity = name === undefined ? {} : { Entity: { EntityRef: { value: name } } };
  return {
    Amount: amount,
    DetailType: "JournalEntryLineDetail",
    JournalEntryLineDetail: { PostingType: type, AccountRef: { value: account }, ...entity },
  };
}

/** A direct line of a deposit; 79 is Sales of Product Income. */
export function depositLine(amount: number, detail: object = {}): JsonObject {
  return {
    Amount: amount,
    DetailType: "DepositLineDetail",
    DepositLineDetail: { AccountRef: { value: "79" }, ...detail },
  };
}

/** A deposit to Checking of the transactions in `linked` and of direct lines. */
export function depositOf(
  linked: readonly (readonly [type: string, id: unknown])[],
  ...lines: JsonObject[]
): JsonObject {
  const links = linked.map(([TxnType, id]) => ({
    LinkedTxn: [{ TxnId: String(id), TxnType, TxnLineId: "0" }],
  }));
  return { DepositToAccountRef: { value: "35" }, Line: [...links, ...lines] };
}
