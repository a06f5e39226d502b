import type { Company } from "../company.ts";
import type { EmulatorAnswer } from "../emulator-request.ts";
import { numberOf, objectOf, objectsOf, textOf, type JsonObject } from "../json/json-value.ts";
import { renderRecord } from "../write/render-record.ts";
import { html, type Html } from "./html.ts";
import { page } from "./layout.ts";
import { dollars, notFound } from "./parts.ts";

const ROWS_MAX = 200;

/** `/app/invoices`: the latest first. */
export function invoiceList(company: Company): EmulatorAnswer {
  const rows = [...company.store.records("Invoice")]
    .map((record) => renderRecord(record, company.readContext()))
    .sort((a, b) => (textOf(b, "TxnDate") ?? "").localeCompare(textOf(a, "TxnDate") ?? ""))
    .slice(0, ROWS_MAX)
    .map(
      (invoice) => html`<tr><td>${textOf(invoice, "TxnDate")}</td>
        <td><a href="/app/invoice?txnId=${textOf(invoice, "Id")}">${textOf(invoice, "DocNumber")}</a></td>
        <td>${customerName(invoice)}</td><td>${state(invoice)}</td>
        <td class="number">${dollars(numberOf(invoice, "TotalAmt") ?? 0)}</td>
        <td class="number">${dollars(numberOf(invoice, "Balance") ?? 0)}</td></tr>`,
    );
  return page(
    "Invoices",
    "invoices",
    html`<div class="head"><h1>Invoices</h1></div><div class="card flush"><table><thead><tr><th>Date</th><th>No.</th><th>Customer</th>
    <th>Status</th><th class="number">Total</th><th class="number">Open</th></tr></thead><tbody>${rows}</tbody></table></div>`,
  );
}

/** `/app/invoice?txnId=`. */
export function invoiceDetail(company: Company, id: string): EmulatorAnswer {
  const record = company.store.record("Invoice", id);
  if (record === undefined) return notFound("invoices", `There is no invoice ${id}.`);
  const shown = renderRecord(record, company.readContext());
  const customerId = textOf(objectOf(shown, "CustomerRef") ?? {}, "value");
  const title = `Invoice ${textOf(shown, "DocNumber") ?? id}`;
  return page(
    title,
    "invoices",
    html`<div class="head"><h1>${title}</h1>${state(shown)}</div>
    <div class="columns"><div class="card flush"><table><thead><tr><th>Product or service</th><th>Description</th>
      <th class="number">Qty</th><th class="number">Rate</th><th class="number">Amount</th></tr></thead>
      <tbody>${objectsOf(shown, "Line").map(lineRow)}</tbody></table></div>
    <aside class="card" aria-label="Summary"><h2>Balance due</h2><p class="amount" id="balance">${dollars(numberOf(shown, "Balance") ?? 0)}</p>
      <dl><dt>Customer</dt><dd><a href="/app/customerdetail?nameId=${customerId}">${customerName(shown)}</a></dd>
      <dt>Invoice date</dt><dd>${textOf(shown, "TxnDate")}</dd><dt>Due date</dt><dd>${textOf(shown, "DueDate")}</dd>
      <dt>Tax</dt><dd>${dollars(numberOf(objectOf(shown, "TxnTaxDetail") ?? {}, "TotalTax") ?? 0)}</dd>
      <dt>Total</dt><dd>${dollars(numberOf(shown, "TotalAmt") ?? 0)}</dd>
      <dt>Note</dt><dd>${textOf(shown, "PrivateNote") ?? "–"}</dd></dl></aside></div>`,
  );
}

/** The server's subtotal and discounts have no item; they are named for what they are. */
function lineRow(line: JsonObject): Html {
  const detail = objectOf(line, "SalesItemLineDetail") ?? {};
  const isSubtotal = textOf(line, "DetailType") === "SubTotalLineDetail";
  const isDiscount = textOf(line, "DetailType") === "DiscountLineDetail";
  const name = isSubtotal
    ? "Subtotal"
    : isDiscount
      ? "Discount"
      : textOf(objectOf(detail, "ItemRef") ?? {}, "name");
  const amount = numberOf(line, "Amount") ?? 0;
  return html`<tr><td>${name}</td><td>${textOf(line, "Description")}</td><td class="number">${numberOf(detail, "Qty")}</td>
    <td class="number">${numberOf(detail, "UnitPrice")}</td><td class="number">${dollars(isDiscount ? -amount : amount)}</td></tr>`;
}

function customerName(invoice: JsonObject): string {
  return textOf(objectOf(invoice, "CustomerRef") ?? {}, "name") ?? "";
}

/** Paid when nothing is open; a voided invoice is paid in this sense too. */
function state(invoice: JsonObject): Html {
  const isPaid = (numberOf(invoice, "Balance") ?? 0) === 0;
  return isPaid
    ? html`<span class="tag paid">Paid</span>`
    : html`<span class="tag open">Open</span>`;
}
