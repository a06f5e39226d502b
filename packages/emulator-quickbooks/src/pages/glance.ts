import { Decimal } from "decimal.js";
import { addDays } from "../company-time.ts";
import { openBalance } from "../entities/balances.ts";
import { toHome } from "../entities/currencies.ts";
import { numberOf } from "../json/json-value.ts";
import type { StoredRecord } from "../store/stored-record.ts";
import type { Store } from "../store/store.ts";
import { dateOf, invoiceState } from "./sale-facts.ts";
import type { Visit } from "./visit.ts";

export const RECENT_DAYS = 30;
const RECEIPTS = ["Payment", "SalesReceipt"] as const;

/** Sums in the company's currency and how many documents they are made of. */
export interface Sum {
  amount: Decimal;
  count: number;
}

export interface Glance {
  readonly open: Sum;
  readonly overdue: Sum;
  readonly received: Sum;
}

const kept = new WeakMap<Store, { readonly key: string; readonly glance: Glance }>();

/** Worked out again when a document or the day has changed. */
export function glance({ company: { store }, today }: Visit): Glance {
  const revision = [...RECEIPTS, "Invoice"].map((type) => store.indexes.revision(type)).join(" ");
  const key = `${today} ${revision}`;
  const known = kept.get(store);
  if (known?.key === key) return known.glance;
  const made = look(store, today);
  kept.set(store, { key, glance: made });
  return made;
}

/** One pass over invoices and receipts; nothing is rendered. */
function look(store: Store, today: string): Glance {
  const sum = (): Sum => ({ amount: new Decimal(0), count: 0 });
  const [open, overdue, received] = [sum(), sum(), sum()];
  const count = (into: Sum, { fields }: StoredRecord, amount: number): void => {
    into.amount = into.amount.plus(toHome(amount, numberOf(fields, "ExchangeRate") ?? 1));
    into.count += 1;
  };
  for (const invoice of store.records("Invoice")) {
    const state = invoiceState(invoice, today);
    if (state === "Open" || state === "Overdue") count(open, invoice, openBalance(invoice));
    if (state === "Overdue") count(overdue, invoice, openBalance(invoice));
  }
  const since = addDays(today, -RECENT_DAYS);
  for (const type of RECEIPTS) {
    for (const receipt of store.records(type)) {
      const total = numberOf(receipt.fields, "TotalAmt") ?? 0;
      if (total > 0 && dateOf(receipt) > since && dateOf(receipt) <= today) {
        count(received, receipt, total);
      }
    }
  }
  return { open, overdue, received };
}
