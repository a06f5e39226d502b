import { openBalance } from "../entities/balances.ts";
import { currencyOf } from "../entities/currencies.ts";
import { lineLinks } from "../entities/transactions/links.ts";
import type { JsonObject } from "../json/json-value.ts";
import { add } from "../money.ts";
import type { StoredRecord } from "../store/stored-record.ts";
import type { Store } from "../store/store.ts";
import { dateOf, invoiceState } from "./sale-facts.ts";
import type { Visit } from "./visit.ts";

/** A form shows the oldest so many; a payment of more than these is made in parts. */
const SHOWN_MAX = 200;

/** An invoice that a payment may pay. */
export interface Payable {
  readonly invoice: StoredRecord;
  /** What is open of it, with what the payment in hand already pays. */
  readonly open: number;
  /** What the payment in hand pays as it was saved. */
  readonly paid: number;
}

export interface Payables {
  readonly rows: readonly Payable[];
  /** How many more are open, and not shown. */
  readonly others: number;
}

/**
 * The open invoices of a customer and of its jobs, oldest first, in the customer's currency. What `payment`
 * (its fields as saved) pays is always among them.
 */
export function payablesOf(
  customerId: string,
  payment: JsonObject | undefined,
  { company, today, profile }: Visit,
): Payables {
  const { store } = company;
  const own = new Map<string, number>();
  for (const link of lineLinks(payment ?? {})) {
    if (link.type === "Invoice") own.set(link.id, add(own.get(link.id) ?? 0, link.amount));
  }
  const currency = currencyOf(store.record("Customer", customerId)?.fields ?? {}, profile);
  const open = family(customerId, store)
    .flatMap((id) => store.indexes.find(`party:Customer:${id}`))
    .filter((record) => record.type === "Invoice" && !own.has(record.id))
    .filter((invoice) => ["Open", "Overdue"].includes(invoiceState(invoice, today)))
    .filter((invoice) => currencyOf(invoice.fields, profile) === currency)
    .toSorted((a, b) => (dateOf(a) < dateOf(b) ? -1 : 1))
    .map((invoice) => ({ invoice, open: openBalance(invoice), paid: 0 }));
  const already = [...own].flatMap(([id, paid]) => {
    const invoice = store.record("Invoice", id);
    return invoice === undefined ? [] : [{ invoice, open: add(openBalance(invoice), paid), paid }];
  });
  const shown = open.slice(0, SHOWN_MAX);
  return { rows: [...already, ...shown], others: open.length - shown.length };
}

function family(id: string, store: Store): string[] {
  const children = store.indexes.find(`child:Customer:${id}`);
  return [id, ...children.flatMap((child) => family(child.id, store))];
}
