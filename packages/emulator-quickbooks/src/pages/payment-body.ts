import {
  compact,
  numberOf,
  objectOf,
  objectsOf,
  referenceOf,
  textOf,
  type JsonObject,
  type JsonValue,
} from "../json/json-value.ts";
import { unapplied } from "../entities/transactions/sales/payment-applications.ts";
import { typeOfTxnType } from "../entities/transactions/txn-types.ts";
import { add } from "../money.ts";
import type { StoredRecord } from "../store/stored-record.ts";
import { renderRecord } from "../write/render-record.ts";
import { customerLabel, findCustomer } from "./named-records.ts";
import { payablesOf, type Payables } from "./open-invoices.ts";
import { problemsAt, type Places, type Problems } from "./problems.ts";
import type { Typed, Visit } from "./visit.ts";

/** Which input each fault about a payment speaks of. */
export const PAYMENT_PLACES: Places = {
  CustomerRef: "customer",
  TotalAmt: "amount",
  TxnDate: "date",
  PaymentRefNum: "reference",
  PrivateNote: "note",
  "6210": "date",
};

/** The form's inputs for a payment as the API shows it; each invoice that it pays is ticked. */
export function typedFromPayment(shown: JsonObject, { formats, company }: Visit): Typed {
  const customer = company.store.record("Customer", referenceOf(shown, "CustomerRef") ?? "");
  const applied = objectsOf(shown, "Line").flatMap((line) => {
    const id = invoiceOfLine(line);
    return id === undefined
      ? []
      : [
          [`pay-${id}`, "true"],
          [`applied-${id}`, formats.amountInput(numberOf(line, "Amount"))],
        ];
  });
  return {
    customer: customer === undefined ? "" : customerLabel(customer),
    date: textOf(shown, "TxnDate") ?? "",
    method: referenceOf(shown, "PaymentMethodRef") ?? "",
    reference: textOf(shown, "PaymentRefNum") ?? "",
    depositTo: referenceOf(shown, "DepositToAccountRef") ?? "",
    amount: formats.amountInput(numberOf(shown, "TotalAmt")),
    note: textOf(shown, "PrivateNote") ?? "",
    syncToken: textOf(shown, "SyncToken") ?? "",
    ...Object.fromEntries(applied),
  };
}

/** What a payment's form says, as far as it can be read. */
export interface ReadPayment {
  readonly customer: StoredRecord | undefined;
  readonly payables: Payables;
  /** By the id of the invoice. */
  readonly applied: ReadonlyMap<string, number>;
  /** As typed; else what is applied. */
  readonly total: number;
  /** What the payment would apply, credits that it has already among it. */
  readonly lines: readonly JsonObject[];
  /** As the rules count it; negative when more is applied than received. */
  readonly unapplied: number;
  readonly problems: Problems;
}

/** A ticked invoice without an amount is paid in full; an amount without a tick counts as well. */
export function readPayment(visit: Visit, existing: JsonObject | undefined): ReadPayment {
  const { typed, company, formats } = visit;
  const problems: Record<string, string> = {};
  const name = (typed["customer"] ?? "").trim();
  const customer = findCustomer(company.store, name, referenceOf(existing ?? {}, "CustomerRef"));
  if (name === "") problems["customer"] = "Choose a customer.";
  else if (customer === undefined) problems["customer"] = `There is no customer “${name}”.`;
  const payables =
    customer === undefined ? { rows: [], others: 0 } : payablesOf(customer.id, existing, visit);
  const applied = new Map<string, number>();
  for (const { invoice, open } of payables.rows) {
    const input = `applied-${invoice.id}`;
    const amount = formats.read(typed[input] ?? "");
    if (amount === "unreadable" || (typeof amount === "number" && amount < 0)) {
      problems[input] = `“${typed[input]}” is not an amount.`;
    } else if (typeof amount === "number" && amount > open) {
      problems[input] =
        `Only ${formats.money(open, referenceOf(invoice.fields, "CurrencyRef"))} is open.`;
    }
    if (typeof amount === "number" && amount > 0) applied.set(invoice.id, amount);
    if (amount === "empty" && typed[`pay-${invoice.id}`] === "true") applied.set(invoice.id, open);
  }
  const amount = formats.read(typed["amount"] ?? "");
  if (amount === "unreadable") problems["amount"] = `“${typed["amount"]}” is not an amount.`;
  const credits = keptLines(existing);
  const sum = add(...applied.values());
  const total = typeof amount === "number" ? amount : sum;
  const isNothing = total === 0 && sum === 0 && credits.length === 0;
  if (isNothing && Object.keys(problems).length === 0) {
    problems["amount"] = "Type what was received, or tick an invoice.";
  }
  const lines = [...invoiceLines(applied), ...credits];
  const fields = { CustomerRef: { value: customer?.id ?? "" }, TotalAmt: total, Line: lines };
  return {
    customer,
    payables,
    applied,
    total,
    lines,
    unapplied: unapplied(fields, company.store),
    problems: problemsAt(problems),
  };
}

function invoiceLines(applied: ReadonlyMap<string, number>): readonly JsonObject[] {
  return [...applied].map(([id, amount]) => ({
    Amount: amount,
    LinkedTxn: [{ TxnId: id, TxnType: "Invoice" }],
  }));
}

/** The form as a request: a sparse update of `existing`, or a new payment. */
export function paymentBody(
  { customer, total, lines }: ReadPayment,
  visit: Visit,
  existing: JsonObject | undefined,
): JsonObject {
  const { typed, profile } = visit;
  const currency =
    customer === undefined
      ? undefined
      : referenceOf(renderRecord(customer, visit.context), "CurrencyRef");
  const isSameCustomer = referenceOf(existing ?? {}, "CustomerRef") === customer?.id;
  return compact({
    ...(existing === undefined
      ? {}
      : { Id: textOf(existing, "Id"), SyncToken: typed["syncToken"], sparse: true }),
    CustomerRef: isSameCustomer || customer === undefined ? undefined : { value: customer.id },
    ...(profile.isMultiCurrency && currency !== undefined
      ? { CurrencyRef: { value: currency } }
      : {}),
    TotalAmt: total,
    ...changedText(typed, "date", "TxnDate", existing),
    ...changedText(typed, "reference", "PaymentRefNum", existing),
    ...changedText(typed, "note", "PrivateNote", existing),
    ...changedReference(typed, "method", "PaymentMethodRef", existing),
    ...changedReference(typed, "depositTo", "DepositToAccountRef", existing),
    Line: lines,
  });
}

/** Lines to anything but invoices, such as credits: the form only shows that they are there. */
export function keptLines(existing: JsonObject | undefined): readonly JsonObject[] {
  return objectsOf(existing ?? {}, "Line").filter((line) => invoiceOfLine(line) === undefined);
}

function invoiceOfLine(line: JsonObject): string | undefined {
  const link = objectsOf(line, "LinkedTxn").find(
    (each) => typeOfTxnType(textOf(each, "TxnType") ?? "") === "Invoice",
  );
  return textOf(link ?? {}, "TxnId");
}

function changedText(
  typed: Typed,
  input: string,
  property: string,
  existing: JsonObject | undefined,
): Record<string, JsonValue> {
  const text = typed[input];
  return text === undefined || text === (textOf(existing ?? {}, property) ?? "")
    ? {}
    : { [property]: text };
}

function changedReference(
  typed: Typed,
  input: string,
  property: string,
  existing: JsonObject | undefined,
): Record<string, JsonValue> {
  const id = typed[input];
  const before = textOf(objectOf(existing ?? {}, property) ?? {}, "value") ?? "";
  if (id === undefined || id === before) return {};
  return { [property]: { value: id } };
}
