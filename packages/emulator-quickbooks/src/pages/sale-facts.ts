import { openBalance } from "../entities/balances.ts";
import { numberOf, referenceOf, textOf, type JsonObject } from "../json/json-value.ts";
import type { StoredRecord } from "../store/stored-record.ts";
import type { Store } from "../store/store.ts";
import { html, type Html } from "./html.ts";
import type { Visit } from "./visit.ts";

export type InvoiceState = "Paid" | "Open" | "Overdue" | "Voided";

/** A voided document has no amount and says so in its note. */
export function isVoided({ fields }: Pick<StoredRecord, "fields">): boolean {
  return (
    (numberOf(fields, "TotalAmt") ?? 0) === 0 &&
    (textOf(fields, "PrivateNote") ?? "").startsWith("Voided")
  );
}

/** An invoice is overdue from the day after its due date. */
export function invoiceState(invoice: StoredRecord, today: string): InvoiceState {
  if (isVoided(invoice)) return "Voided";
  if (openBalance(invoice) <= 0) return "Paid";
  const due = textOf(invoice.fields, "DueDate");
  return due !== undefined && due < today ? "Overdue" : "Open";
}

/** The state as a coloured word; part paid is told where some of it is. */
export function stateTag(invoice: StoredRecord, today: string): Html {
  const state = invoiceState(invoice, today);
  const total = numberOf(invoice.fields, "TotalAmt") ?? 0;
  const isPart = (state === "Open" || state === "Overdue") && openBalance(invoice) < total;
  return html`<span class="tag ${state.toLowerCase()}">${state}${isPart ? ", part paid" : ""}</span>`;
}

/** The currency of a shown record. */
export function currencyOf(shown: JsonObject): string | undefined {
  return referenceOf(shown, "CurrencyRef");
}

/** The rate of a document in a foreign currency, for example `1 EUR = 1.165 USD`, and its total at home. */
export function rateFacts(
  shown: JsonObject,
  { formats, profile }: Visit,
): readonly (readonly [string, string])[] {
  const [rate, currency] = [numberOf(shown, "ExchangeRate"), currencyOf(shown)];
  const home = profile.homeCurrency;
  if (rate === undefined || currency === undefined || currency === home) return [];
  const total = numberOf(shown, "HomeTotalAmt");
  return [
    ["Exchange rate", `1 ${currency} = ${formats.number(rate)} ${home}`],
    ...(total === undefined ? [] : [[`Total in ${home}`, formats.money(total, home)] as const]),
  ];
}

export function dateOf({ fields }: StoredRecord): string {
  return textOf(fields, "TxnDate") ?? "";
}

/** The customer's or vendor's name; looked up, not rendered, because searches ask it of every record. */
export function partyName({ fields }: StoredRecord, store: Store): string {
  const customer = store.record("Customer", referenceOf(fields, "CustomerRef") ?? "");
  const party = customer ?? store.record("Vendor", referenceOf(fields, "VendorRef") ?? "");
  return textOf(party?.fields ?? {}, "DisplayName") ?? "";
}

/** The number that people know a transaction by. */
export function numberOfTransaction({ fields, id }: StoredRecord): string {
  return textOf(fields, "DocNumber") ?? textOf(fields, "PaymentRefNum") ?? id;
}
