import { referenceOf } from "../json/json-value.ts";
import { add } from "../money.ts";
import type { ReadPayment } from "./payment-body.ts";
import type { Visit } from "./visit.ts";

/** What a payment's form comes to, as texts for its outputs by their names. */
export function paymentOutputs(
  read: ReadPayment,
  { formats }: Visit,
): Readonly<Record<string, string>> {
  const applied = add(...read.applied.values());
  const currency = referenceOf(read.customer?.fields ?? {}, "CurrencyRef");
  const { unapplied } = read;
  return {
    received: formats.money(read.total, currency),
    applied: formats.money(applied, currency),
    unapplied: formats.money(unapplied, currency),
    "totals-note":
      unapplied < 0
        ? "More is applied than was received. Type less beside an invoice, or more as received."
        : unapplied > 0
          ? "What is not applied stays with the customer as a credit."
          : "",
  };
}
