import { numberOf, textOf, type JsonObject } from "../json/json-value.ts";
import { accountChoices, choicesOf, orNone } from "./choices.ts";
import {
  errorOf,
  group,
  refusal,
  selectField,
  textField,
  textInput,
  type FormState,
} from "./form-fields.ts";
import { formKey } from "./form-key.ts";
import { attribute, html, type Html } from "./html.ts";
import type { Payable, Payables } from "./open-invoices.ts";
import { keptLines, readPayment } from "./payment-body.ts";
import { paymentOutputs } from "./payment-totals.ts";
import { nameOf } from "./parts.ts";
import { renderRecord } from "../write/render-record.ts";
import { currencyOf, dateOf, numberOfTransaction } from "./sale-facts.ts";
import { suggestionList } from "./suggestions.ts";
import type { Visit } from "./visit.ts";

/** Where the form goes and may be left, and the payment that it edits. */
export interface PaymentForm extends FormState {
  readonly action: string;
  readonly cancel: string;
  readonly payment: JsonObject | undefined;
}

/** The same form receives and edits a payment. A customer that is chosen brings its open invoices. */
export function paymentForm(form: PaymentForm, visit: Visit): Html {
  const { action, cancel, typed, payment } = form;
  const id = textOf(payment ?? {}, "Id");
  const totals = id === undefined ? "/app/payment/totals" : `/app/payment/totals?txnId=${id}`;
  const read = readPayment({ ...visit, typed }, payment);
  return html`<form class="card" method="post" action="${action}" aria-label="Payment" data-once data-totals="${totals}">
    ${refusal(form.problems, action)}
    <button name="action" value="save" hidden>Save</button>
    <input type="hidden" name="syncToken" value="${typed["syncToken"]}">${formKey(visit, typed)}
    ${headerFields(form, visit)}
    ${read.customer === undefined ? undefined : payablesTable(read.payables, form, visit)}
    ${keptLines(payment).length > 0 ? html`<p class="hint">Credits that this payment applies stay as they are.</p>` : undefined}
    ${sums(paymentOutputs(read, visit))}
    ${group("Note", textField({ name: "note", label: "Private note", type: "textarea", isWide: true }, form))}
    <div class="actions"><button class="primary" name="action" value="save" id="save">Save</button><a class="button" href="${cancel}">Cancel</a></div>
    ${suggestionList("customers", visit)}
  </form>`;
}

function headerFields(form: PaymentForm, visit: Visit): Html {
  const { typed } = form;
  const { store } = visit.company;
  const methods = orNone(choicesOf("PaymentMethod", store, typed["method"]));
  const accounts = accountChoices(store, ["Bank", "Other Current Asset"], typed["depositTo"]);
  return group("Payment", [
    html`<div class="wide with-button">${textField({ name: "customer", label: "Customer", suggest: "customers", isRequired: true, hint: "The open invoices follow once it is chosen." }, form)}
      <button name="action" value="update"${attribute("formnovalidate")} data-reloads="customer">Show open invoices</button></div>`,
    textField({ name: "date", label: "Payment date", type: "date" }, form),
    selectField({ name: "method", label: "Payment method", options: methods }, form),
    textField({ name: "reference", label: "Reference no." }, form),
    selectField({ name: "depositTo", label: "Deposit to", options: accounts }, form),
    textField(
      {
        name: "amount",
        label: "Amount received",
        type: "amount",
        hint: "Leave it empty to receive exactly what you tick.",
      },
      form,
    ),
  ]);
}

function payablesTable({ rows, others }: Payables, form: PaymentForm, visit: Visit): Html {
  if (rows.length === 0) return html`<p class="quiet" id="no-open-invoices">No open invoices.</p>`;
  const more =
    others === 0
      ? undefined
      : html`<p class="hint">${others} more are open; pay the oldest first.</p>`;
  return html`<table class="lines payables"><caption>Open invoices. Tick one to pay it in full, or type an amount.</caption><thead><tr><th><span class="unseen">Pay</span></th><th scope="col">Invoice</th><th scope="col">Due</th>
    <th scope="col" class="number">Total</th><th scope="col" class="number">Open</th><th scope="col" class="number">Payment</th></tr></thead>
    <tbody>${rows.map((row) => payableRow(row, form, visit))}</tbody></table>${more}`;
}

function payableRow({ invoice, open }: Payable, form: PaymentForm, visit: Visit): Html {
  const { formats } = visit;
  const shown = renderRecord(invoice, visit.context);
  const number = numberOfTransaction(invoice);
  const currency = currencyOf(shown);
  const [pay, applied] = [`pay-${invoice.id}`, `applied-${invoice.id}`];
  const checked = form.typed[pay] === "true" ? attribute("checked") : undefined;
  const input = textInput(
    { name: applied, label: `Payment for invoice ${number}`, type: "amount" },
    form,
    true,
  );
  return html`<tr><td class="tick"><input id="${pay}" name="${pay}" type="checkbox" value="true" aria-label="Pay invoice ${number}" data-amount="${applied}"${checked}></td>
    <td data-label="Invoice"><a href="/app/invoice?txnId=${invoice.id}">${number}</a> <span class="quiet">${formats.date(dateOf(invoice))}, ${nameOf(shown, "CustomerRef")}</span></td>
    <td data-label="Due">${formats.date(textOf(shown, "DueDate"))}</td>
    <td data-label="Total" class="number">${formats.money(numberOf(shown, "TotalAmt") ?? 0, currency)}</td>
    <td data-label="Open" class="number">${formats.money(open, currency)}</td><td data-label="Payment" class="amount-input">${input}${errorOf(applied, form)}</td></tr>`;
}

function sums(outputs: Readonly<Record<string, string>>): Html {
  const row = (label: string, name: string): Html =>
    html`<div class="total"><span>${label}</span><output id="${name}" data-output="${name}">${outputs[name]}</output></div>`;
  return html`<section class="totals" aria-label="Totals">${row("Received", "received")}${row("Applied", "applied")}${row("Unapplied", "unapplied")}
    <p class="hint" data-output="totals-note" aria-live="polite">${outputs["totals-note"]}</p>
    <button name="action" value="update" class="without-script"${attribute("formnovalidate")}>Update totals</button></section>`;
}
