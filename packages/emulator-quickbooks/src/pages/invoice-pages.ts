import { jsonAnswer, type EmulatorAnswer } from "../emulator-request.ts";
import { textOf, type JsonObject } from "../json/json-value.ts";
import { renderRecord } from "../write/render-record.ts";
import { choicesOf } from "./choices.ts";
import type { FormState } from "./form-fields.ts";
import { html } from "./html.ts";
import { invoiceBody, invoicePlaces, typedFromInvoice } from "./invoice-body.ts";
import { invoiceForm } from "./invoice-form.ts";
import { withDefaults } from "./invoice-defaults.ts";
import { readAmounts, rowCount } from "./invoice-lines.ts";
import { totalsOf } from "./invoice-totals.ts";
import { page, seeOther } from "./layout.ts";
import { customerLabel } from "./named-records.ts";
import { head, notFound } from "./parts.ts";
import { hasProblems, NO_PROBLEMS, problemsOf } from "./problems.ts";
import { saveByHand } from "./save-record.ts";
import type { Typed, Visit } from "./visit.ts";

const LINES_AT_FIRST = 3;
const LINES_ADDED = 3;

/** `/app/invoices/new?nameId=`: for that customer, or for nobody yet. */
export function newInvoice(visit: Visit, state?: FormState): EmulatorAnswer {
  const current = state ?? { typed: emptyInvoice(visit), problems: NO_PROBLEMS };
  const form = invoiceForm(
    { ...current, action: "/app/invoices/new", cancel: "/app/invoices", invoice: undefined },
    visit,
  );
  return page(visit, {
    title: "New invoice",
    section: "invoices",
    content: html`${head("New invoice")}${form}`,
    status: hasProblems(current.problems) ? 400 : 200,
  });
}

/** Dated today, on the customer's terms or else the company's. */
function emptyInvoice(visit: Visit): Typed {
  const { company, id, today, profile } = visit;
  const customer = id === "" ? undefined : company.store.record("Customer", id);
  const terms = profile.defaultTerms ?? "";
  const isKnown = choicesOf("Term", company.store, undefined).some(({ value }) => value === terms);
  const typed = {
    ...withRows({}, LINES_AT_FIRST),
    customer: customer === undefined ? "" : customerLabel(customer),
    terms: isKnown ? terms : "",
    date: today,
    discountKind: "percent",
    taxCalculation: profile.country === "US" ? "" : "TaxExcluded",
  };
  return withDefaults({ ...visit, typed }, true);
}

export function createInvoice(visit: Visit): EmulatorAnswer {
  const reshown = reshownForm(visit);
  if (reshown !== undefined) return newInvoice(visit, reshown);
  return saveForm(visit, undefined, (state) => newInvoice(visit, state));
}

/** `/app/invoice/edit?txnId=`. */
export function editInvoice(visit: Visit, state?: FormState): EmulatorAnswer {
  const shown = shownInvoice(visit);
  if (shown === undefined) return notFound(visit, "invoices", `There is no invoice ${visit.id}.`);
  const current = state ?? { typed: typedFromInvoice(shown, visit), problems: NO_PROBLEMS };
  const title = `Edit invoice ${textOf(shown, "DocNumber") ?? visit.id}`;
  const form = invoiceForm(
    {
      ...current,
      action: `/app/invoice/edit?txnId=${visit.id}`,
      cancel: `/app/invoice?txnId=${visit.id}`,
      invoice: shown,
    },
    visit,
  );
  return page(visit, {
    title,
    section: "invoices",
    content: html`${head(title)}${form}`,
    status: hasProblems(current.problems) ? 400 : 200,
  });
}

export function saveInvoice(visit: Visit): EmulatorAnswer {
  const shown = shownInvoice(visit);
  if (shown === undefined) return notFound(visit, "invoices", `There is no invoice ${visit.id}.`);
  const reshown = reshownForm(visit);
  if (reshown !== undefined) return editInvoice(visit, reshown);
  return saveForm(visit, shown, (state) => editInvoice(visit, state));
}

function shownInvoice({ company, context, id }: Visit): JsonObject | undefined {
  const record = company.store.record("Invoice", id);
  return record === undefined ? undefined : renderRecord(record, context);
}

/** The form again, unsaved: with more lines, or with what products and sums come to. */
function reshownForm(visit: Visit): FormState | undefined {
  const { typed } = visit;
  if (typed["action"] !== "addLines" && typed["action"] !== "update") return undefined;
  const filled = withDefaults(visit, false);
  const more = typed["action"] === "addLines" ? LINES_ADDED : 0;
  return { typed: withRows(filled, rowCount(filled) + more), problems: NO_PROBLEMS };
}

function withRows(typed: Typed, rows: number): Typed {
  const missing = Array.from({ length: rows }, (_, row) => [`item-${row + 1}`, ""]);
  return { ...Object.fromEntries(missing), ...typed };
}

function saveForm(
  asSent: Visit,
  existing: JsonObject | undefined,
  again: (state: FormState) => EmulatorAnswer,
): EmulatorAnswer {
  const visit = { ...asSent, typed: withDefaults(asSent, false) };
  const { typed } = visit;
  const read = invoiceBody(visit, existing);
  if ("problems" in read) return again({ typed, problems: read.problems });
  const saved = saveByHand("Invoice", read.body, visit);
  if ("id" in saved) {
    return seeOther(`/app/invoice?txnId=${saved.id}`, existing === undefined ? "created" : "saved");
  }
  return again({
    typed,
    problems: problemsOf(saved.refused, invoicePlaces(rowCount(typed)), typed),
  });
}

/**
 * What the form on screen comes to, for its script: texts for outputs, values for inputs (a product's description
 * and price once it is chosen, each line's amount), and which amounts follow from quantity and rate.
 */
export function invoiceTotals(asSent: Visit): EmulatorAnswer {
  const filled = withDefaults(asSent, true);
  const values: Record<string, string> = {};
  const locked: string[] = [];
  for (let row = 1; row <= rowCount(filled); row += 1) {
    const read = readAmounts(row, { typed: filled, formats: asSent.formats });
    if ("problems" in read || read.quantity === undefined || read.rate === undefined) continue;
    values[`amount-${row}`] = asSent.formats.amountInput(read.amount);
    locked.push(`amount-${row}`);
  }
  for (const [name, value] of Object.entries(filled)) {
    if (value !== (asSent.typed[name] ?? "")) values[name] = value;
  }
  const visit = { ...asSent, typed: { ...filled, ...values } };
  return jsonAnswer(200, { outputs: totalsOf(visit, shownInvoice(visit)), values, locked });
}
