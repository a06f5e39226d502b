import { jsonAnswer, type EmulatorAnswer } from "../emulator-request.ts";
import { standardAccount } from "../entities/transactions/standard-accounts.ts";
import { referenceOf, textOf, type JsonObject } from "../json/json-value.ts";
import { renderRecord } from "../write/render-record.ts";
import type { FormState } from "./form-fields.ts";
import { html } from "./html.ts";
import { page, seeOther } from "./layout.ts";
import { customerLabel } from "./named-records.ts";
import { head, notFound } from "./parts.ts";
import { paymentBody, PAYMENT_PLACES, readPayment, typedFromPayment } from "./payment-body.ts";
import { paymentForm } from "./payment-form.ts";
import { paymentOutputs } from "./payment-totals.ts";
import { hasProblems, NO_PROBLEMS, problemsOf } from "./problems.ts";
import { saveByHand } from "./save-record.ts";
import type { Typed, Visit } from "./visit.ts";

/** `/app/receivepayment?nameId=` or `?txnId=`: from a customer, or for an invoice, which is ticked. */
export function newPayment(visit: Visit, state?: FormState): EmulatorAnswer {
  const current = state ?? { typed: emptyPayment(visit), problems: NO_PROBLEMS };
  const form = paymentForm(
    { ...current, action: "/app/receivepayment", cancel: "/app/payments", payment: undefined },
    visit,
  );
  return page(visit, {
    title: "Receive payment",
    section: "payments",
    content: html`${head("Receive payment")}${form}`,
    status: hasProblems(current.problems) ? 400 : 200,
  });
}

function emptyPayment({ company: { store }, query, today }: Visit): Typed {
  const invoice = store.record("Invoice", query.get("txnId") ?? "");
  const customerId = referenceOf(invoice?.fields ?? {}, "CustomerRef") ?? query.get("nameId") ?? "";
  const customer = store.record("Customer", customerId);
  return {
    customer: customer === undefined ? "" : customerLabel(customer),
    date: today,
    method: referenceOf(customer?.fields ?? {}, "PaymentMethodRef") ?? "",
    depositTo: standardAccount(store, "UndepositedFunds"),
    ...(invoice === undefined ? {} : { [`pay-${invoice.id}`]: "true" }),
  };
}

export function createPayment(visit: Visit): EmulatorAnswer {
  const { typed } = visit;
  if (typed["action"] === "update") return newPayment(visit, { typed, problems: NO_PROBLEMS });
  return saveForm(visit, undefined, (state) => newPayment(visit, state));
}

/** `/app/payment/edit?txnId=`. */
export function editPayment(visit: Visit, state?: FormState): EmulatorAnswer {
  const shown = shownPayment(visit);
  if (shown === undefined) return notFound(visit, "payments", `There is no payment ${visit.id}.`);
  const current = state ?? { typed: typedFromPayment(shown, visit), problems: NO_PROBLEMS };
  const title = `Edit payment ${textOf(shown, "PaymentRefNum") ?? visit.id}`;
  const form = paymentForm(
    {
      ...current,
      action: `/app/payment/edit?txnId=${visit.id}`,
      cancel: `/app/payment?txnId=${visit.id}`,
      payment: shown,
    },
    visit,
  );
  return page(visit, {
    title,
    section: "payments",
    content: html`${head(title)}${form}`,
    status: hasProblems(current.problems) ? 400 : 200,
  });
}

export function savePayment(visit: Visit): EmulatorAnswer {
  const shown = shownPayment(visit);
  if (shown === undefined) return notFound(visit, "payments", `There is no payment ${visit.id}.`);
  const { typed } = visit;
  if (typed["action"] === "update") return editPayment(visit, { typed, problems: NO_PROBLEMS });
  return saveForm(visit, shown, (state) => editPayment(visit, state));
}

function shownPayment({ company, context, id }: Visit): JsonObject | undefined {
  const record = company.store.record("Payment", id);
  return record === undefined ? undefined : renderRecord(record, context);
}

function saveForm(
  visit: Visit,
  existing: JsonObject | undefined,
  again: (state: FormState) => EmulatorAnswer,
): EmulatorAnswer {
  const { typed } = visit;
  const read = readPayment(visit, existing);
  if (hasProblems(read.problems)) return again({ typed, problems: read.problems });
  const saved = saveByHand("Payment", paymentBody(read, visit, existing), visit);
  if ("id" in saved) {
    return seeOther(`/app/payment?txnId=${saved.id}`, existing === undefined ? "created" : "saved");
  }
  return again({ typed, problems: problemsOf(saved.refused, PAYMENT_PLACES, typed) });
}

/** What the form on screen comes to, for its script; a tick fills in the amount, an amount sets the tick. */
export function paymentTotals(visit: Visit): EmulatorAnswer {
  const { typed, formats } = visit;
  const read = readPayment(visit, shownPayment(visit));
  const values: Record<string, string> = {};
  for (const [id, amount] of read.applied) {
    if ((typed[`applied-${id}`] ?? "") === "")
      values[`applied-${id}`] = formats.amountInput(amount);
    if (typed[`pay-${id}`] !== "true") values[`pay-${id}`] = "true";
  }
  return jsonAnswer(200, { outputs: paymentOutputs(read, visit), values, locked: [] });
}
