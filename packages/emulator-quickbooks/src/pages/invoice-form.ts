import { textOf, type JsonObject } from "../json/json-value.ts";
import { choicesOf, orNone, salesTaxChoices } from "./choices.ts";
import { group, refusal, selectField, textField, type FormState } from "./form-fields.ts";
import { formKey } from "./form-key.ts";
import { attribute, html, type Html } from "./html.ts";
import { lineTable } from "./invoice-line-rows.ts";
import { totalsOf, type Outputs } from "./invoice-totals.ts";
import { suggestionList } from "./suggestions.ts";
import type { Visit } from "./visit.ts";

/** Where the form goes and may be left, and the invoice that it edits. */
export interface InvoiceForm extends FormState {
  readonly action: string;
  readonly cancel: string;
  readonly invoice: JsonObject | undefined;
}

/** The same form makes and edits an invoice. Without its script a button brings amounts and totals up to date. */
export function invoiceForm(form: InvoiceForm, visit: Visit): Html {
  const { action, cancel, typed, invoice } = form;
  const outputs = totalsOf({ ...visit, typed }, invoice);
  const id = textOf(invoice ?? {}, "Id");
  const totals = id === undefined ? "/app/invoice/totals" : `/app/invoice/totals?txnId=${id}`;
  return html`<form class="card" method="post" action="${action}" aria-label="Invoice" data-once data-totals="${totals}">
    ${refusal(form.problems, action)}
    <button name="action" value="save" hidden>Save</button>
    <input type="hidden" name="syncToken" value="${typed["syncToken"]}">${formKey(visit, typed)}
    <input type="hidden" name="filledCustomer" value="${typed["filledCustomer"]}">
    ${headerFields(form, visit, outputs)}
    ${lineTable(form, visit)}
    <div class="totals-row"><div>${textGroup(form)}</div>${totalsBlock(form, visit, outputs)}</div>
    <div class="actions"><button class="primary" name="action" value="save" id="save">Save</button><a class="button" href="${cancel}">Cancel</a></div>
    ${suggestionList("customers", visit)}${suggestionList("items", visit)}
  </form>`;
}

function headerFields(form: InvoiceForm, visit: Visit, outputs: Outputs): Html {
  const { store } = visit.company;
  const { profile } = visit;
  const terms = orNone(choicesOf("Term", store, form.typed["terms"]));
  const calculations = ["TaxExcluded", "TaxInclusive", "NotApplicable"].map((value) => ({
    value,
    label:
      { TaxExcluded: "Exclusive of tax", TaxInclusive: "Inclusive of tax" }[value] ??
      "Out of scope of tax",
  }));
  return html`${group("Invoice", [
    textField(
      { name: "customer", label: "Customer", suggest: "customers", isRequired: true, isWide: true },
      form,
    ),
    textField({ name: "email", label: "Email" }, form),
    selectField({ name: "terms", label: "Terms", options: terms }, form),
    textField({ name: "date", label: "Invoice date", type: "date" }, form),
    textField({ name: "dueDate", label: "Due date", type: "date" }, form),
    textField({ name: "docNumber", label: "Invoice no." }, form),
    ...profile.customFields.map(({ id, name }) =>
      textField({ name: `custom-${id}`, label: name }, form),
    ),
    profile.usesSalesTax && profile.country !== "US"
      ? selectField({ name: "taxCalculation", label: "Amounts are", options: calculations }, form)
      : undefined,
    profile.isMultiCurrency
      ? textField({ name: "exchangeRate", label: "Exchange rate", type: "amount" }, form)
      : undefined,
  ])}<p class="hint" data-output="due-note">${outputs["due-note"]}</p>`;
}

function textGroup(form: InvoiceForm): Html {
  return html`<div class="fields">
    ${textField({ name: "memo", label: "Message on invoice", type: "textarea", isWide: true }, form)}
    ${textField({ name: "note", label: "Private note", type: "textarea", isWide: true }, form)}</div>`;
}

/** Subtotal, discount, tax and total, with the inputs that move them. */
function totalsBlock(form: InvoiceForm, visit: Visit, outputs: Outputs): Html {
  const { profile } = visit;
  const output = (name: string): Html =>
    html`<output data-output="${name}" id="${name}">${outputs[name]}</output>`;
  const row = (label: string, name: string, inputs?: Html): Html =>
    html`<div class="total"><span>${label}</span>${inputs}${output(name)}</div>`;
  const kinds = [
    { value: "percent", label: "Percent" },
    { value: "amount", label: "Amount" },
  ];
  const hasDiscount = profile.allowsDiscount || (form.typed["discount"] ?? "") !== "";
  const discount = html`<div class="total with-inputs"><div class="fields">
      ${selectField({ name: "discountKind", label: "Discount in", options: kinds }, form)}
      ${textField({ name: "discount", label: "Discount", type: "amount" }, form)}</div>${output("discount-amount")}</div>`;
  const charge = (name: string, label: string, isOffered: boolean): Html | undefined =>
    isOffered || (form.typed[name] ?? "") !== ""
      ? html`<div class="total charge">${textField({ name, label, type: "amount" }, form)}</div>`
      : undefined;
  const codes = orNone(
    salesTaxChoices(visit.company.store, form.typed["taxCode"]),
    "The customer’s own",
  );
  const choosesTax = profile.usesSalesTax && profile.country === "US" && !profile.automatesSalesTax;
  const tax = choosesTax
    ? html`<div class="total with-inputs">${selectField({ name: "taxCode", label: "Sales tax", options: codes }, form)}${output("tax-amount")}</div>`
    : profile.usesSalesTax
      ? row("Tax", "tax-amount")
      : undefined;
  const paid = row("Balance due", "balance");
  return html`<section class="totals" aria-label="Totals">
    ${row("Subtotal", "subtotal")}${hasDiscount ? discount : undefined}${charge("shipping", "Shipping", profile.allowsShipping)}${tax}
    <div class="total grand"><span>Total</span>${output("total")}</div>${charge("deposit", "Deposit", profile.allowsDeposit)}${paid}
    <p class="hint" data-output="totals-note" aria-live="polite">${outputs["totals-note"]}</p>
    <button name="action" value="update" class="without-script"${attribute("formnovalidate")}>Update totals</button></section>`;
}
