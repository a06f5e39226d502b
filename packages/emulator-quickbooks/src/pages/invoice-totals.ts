import { numberOf, objectOf, objectsOf, textOf, type JsonObject } from "../json/json-value.ts";
import { add } from "../money.ts";
import { invoiceBody, invoicePlaces } from "./invoice-body.ts";
import { discountLine } from "./invoice-charges.ts";
import { readAmounts, rowCount } from "./invoice-lines.ts";
import { problemsOf, type Problems } from "./problems.ts";
import { previewByHand } from "./save-record.ts";
import { currencyOf } from "./sale-facts.ts";
import type { Visit } from "./visit.ts";

/** What a form comes to, as texts for its outputs by their names. */
export type Outputs = Readonly<Record<string, string>>;

/**
 * Subtotal, discount, tax, total and due date as they would be saved. While something is missing only the
 * subtotal can be told, with what is missing.
 */
export function totalsOf(visit: Visit, existing: JsonObject | undefined): Outputs {
  const read = invoiceBody(visit, existing);
  if ("problems" in read) return unfinished(visit, read.problems);
  const preview = previewByHand("Invoice", read.body, visit);
  if ("shown" in preview) return finished(preview.shown, visit);
  const places = invoicePlaces(rowCount(visit.typed));
  return unfinished(visit, problemsOf(preview.refused, places, visit.typed));
}

function finished(shown: JsonObject, { formats }: Visit): Outputs {
  const currency = currencyOf(shown);
  const money = (amount: number | undefined): string => formats.money(amount ?? 0, currency);
  const subtotal = objectsOf(shown, "Line").find(
    (line) => textOf(line, "DetailType") === "SubTotalLineDetail",
  );
  const discount = numberOf(discountLine(shown) ?? {}, "Amount") ?? 0;
  return {
    subtotal: money(numberOf(subtotal ?? {}, "Amount")),
    "discount-amount": discount === 0 ? money(0) : money(-discount),
    "tax-amount": money(numberOf(objectOf(shown, "TxnTaxDetail") ?? {}, "TotalTax")),
    total: money(numberOf(shown, "TotalAmt")),
    balance: money(numberOf(shown, "Balance")),
    "due-note": `Due ${formats.date(textOf(shown, "DueDate"))}`,
    "totals-note": "",
  };
}

function unfinished(visit: Visit, problems: Problems): Outputs {
  const { typed, formats } = visit;
  const amounts = Array.from({ length: rowCount(typed) }, (_, index) => {
    const read = readAmounts(index + 1, visit);
    return "problems" in read ? 0 : (read.amount ?? 0);
  });
  const reason = problems.general[0] ?? Object.values(problems.fields)[0] ?? "";
  const isUntouched = Object.entries(typed).every(
    ([name, value]) => !name.startsWith("item-") || value === "",
  );
  return {
    subtotal: formats.money(add(...amounts)),
    "discount-amount": "–",
    "tax-amount": "–",
    total: "–",
    balance: "–",
    "due-note": "",
    "totals-note": isUntouched ? "" : reason,
  };
}
