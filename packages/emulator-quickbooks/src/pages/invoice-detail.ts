import type { EmulatorAnswer } from "../emulator-request.ts";
import {
  numberOf,
  objectOf,
  objectsOf,
  referenceOf,
  textOf,
  type JsonObject,
} from "../json/json-value.ts";
import { subtract } from "../money.ts";
import { renderRecord } from "../write/render-record.ts";
import { addressText, linesTable } from "./document-lines.ts";
import { html, type Html, type HtmlValue } from "./html.ts";
import { page } from "./layout.ts";
import { linkedCard } from "./linked-documents.ts";
import { facts, head, nameOf, notFound, versionFacts } from "./parts.ts";
import { currencyOf, invoiceState, rateFacts, stateTag } from "./sale-facts.ts";
import type { Visit } from "./visit.ts";

/** `/app/invoice?txnId=`: the invoice as its customer would get it, and what can be done with it. */
export function invoiceDetail(visit: Visit): EmulatorAnswer {
  const { company, id, formats, today } = visit;
  const record = company.store.record("Invoice", id);
  if (record === undefined) return notFound(visit, "invoices", `There is no invoice ${id}.`);
  const shown = renderRecord(record, visit.context);
  const currency = currencyOf(shown);
  const title = `Invoice ${textOf(shown, "DocNumber") ?? id}`;
  const money = (name: string): string => formats.money(numberOf(shown, name) ?? 0, currency);
  return page(visit, {
    title,
    section: "invoices",
    content: html`${head(title, stateTag(record, today), actions(id, invoiceState(record, today)))}
    <div class="columns"><div>${linesTable(shown, visit, sumsOf(shown))}${messages(shown)}</div>
    <div><aside class="card" aria-label="Summary"><h2>Balance due</h2><p class="amount" id="balance">${money("Balance")}</p>
      ${facts([
        ["Customer", customerLink(shown)],
        ["Billing address", multiline(addressText(shown, "BillAddr"))],
        ["Email", textOf(objectOf(shown, "BillEmail") ?? {}, "Address")],
        ["Invoice date", formats.date(textOf(shown, "TxnDate"))],
        ["Due date", formats.date(textOf(shown, "DueDate"))],
        ["Terms", termsName(shown, visit)],
        ...rateFacts(shown, visit),
        ...customFieldFacts(shown),
      ])}${versionFacts(id, record.syncToken)}</aside>${linkedCard(record, visit, currency)}</div></div>`,
  });
}

/** Tax, total, and what is already paid of it. */
function sumsOf(shown: JsonObject): readonly (readonly [string, number])[] {
  const total = numberOf(shown, "TotalAmt") ?? 0;
  const balance = numberOf(shown, "Balance") ?? 0;
  const deposit = numberOf(shown, "Deposit") ?? 0;
  const paid = subtract(total, balance, deposit);
  const tax = numberOf(objectOf(shown, "TxnTaxDetail") ?? {}, "TotalTax") ?? 0;
  return [
    ["Tax", tax],
    ["Total", total],
    ...(deposit === 0 ? [] : [["Deposit", deposit] as const]),
    ...(paid === 0 ? [] : [["Paid", paid] as const]),
    ["Balance due", balance],
  ];
}

/** Nothing can be received for what is paid; a voided invoice cannot be voided again. */
function actions(id: string, state: string): Html {
  const link = (path: string, label: string): Html =>
    html`<a class="button" href="/app/${path}?txnId=${id}">${label}</a>`;
  const isOpen = state === "Open" || state === "Overdue";
  return html`<span class="buttons">${isOpen ? html`<a class="button primary" href="/app/receivepayment?txnId=${id}">Receive payment</a>` : undefined}
    ${link("invoice/edit", "Edit")}${state === "Voided" ? undefined : link("invoice/void", "Void")}${link("invoice/delete", "Delete")}</span>`;
}

function customerLink(shown: JsonObject): HtmlValue {
  const customer = referenceOf(shown, "CustomerRef");
  return html`<a href="/app/customerdetail?nameId=${customer}">${nameOf(shown, "CustomerRef")}</a>`;
}

function termsName(shown: JsonObject, { company }: Visit): string | undefined {
  return textOf(
    company.store.record("Term", referenceOf(shown, "SalesTermRef") ?? "")?.fields ?? {},
    "Name",
  );
}

function customFieldFacts(shown: JsonObject): [string, HtmlValue][] {
  return objectsOf(shown, "CustomField").map((field) => [
    textOf(field, "Name") ?? "",
    textOf(field, "StringValue"),
  ]);
}

function multiline(text: string | undefined): HtmlValue {
  return text === undefined || text === ""
    ? undefined
    : html`<span class="lines-of-text">${text}</span>`;
}

function messages(shown: JsonObject): Html | undefined {
  const memo = textOf(objectOf(shown, "CustomerMemo") ?? {}, "value");
  const note = textOf(shown, "PrivateNote");
  if (memo === undefined && note === undefined) return undefined;
  return html`<div class="card">${facts([
    ["Message on invoice", multiline(memo)],
    ["Private note", multiline(note)],
  ])}</div>`;
}
