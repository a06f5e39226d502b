import type { Company } from "../company.ts";
import type { EmulatorAnswer } from "../emulator-request.ts";
import { numberOf, textOf, type JsonObject } from "../json/json-value.ts";
import type { StoredRecord } from "../store/stored-record.ts";
import { renderRecord } from "../write/render-record.ts";
import { customerBody, customerForm, typedFromCustomer } from "./customer-form.ts";
import { Html, html } from "./html.ts";
import { page, seeOther } from "./layout.ts";
import { dollars, inactiveTag, matches, notFound, searchForm } from "./parts.ts";
import { saveByHand, type Typed } from "./save-record.ts";

/** A list for people: beyond this they search. */
const ROWS_MAX = 500;

/** `/app/customers?search=`: active and inactive customers, jobs under their parents. */
export function customerList(company: Company, search: string): EmulatorAnswer {
  const context = company.readContext();
  const shown = [...company.store.records("Customer")]
    .map((record) => renderRecord(record, context))
    .filter((customer) => matches(customer, search, ["FullyQualifiedName", "CompanyName"]))
    .sort((a, b) =>
      (textOf(a, "FullyQualifiedName") ?? "") < (textOf(b, "FullyQualifiedName") ?? "") ? -1 : 1,
    );
  const rows = shown.slice(0, ROWS_MAX).map(customerRow);
  const empty =
    rows.length === 0
      ? html`<tr><td colspan="4" class="quiet">No customers found.</td></tr>`
      : undefined;
  return page(
    "Customers",
    "customers",
    html`<div class="head"><h1>Customers</h1>
      ${searchForm("/app/customers", search, "Find a customer")}
      <a class="button primary" id="new-customer" href="/app/customers/new">New customer</a></div>
    <div class="card flush"><table><thead><tr><th>Name</th><th>Phone</th><th>Email</th><th class="number">Open balance</th></tr></thead>
    <tbody>${rows}${empty}</tbody></table></div>
    ${shown.length > ROWS_MAX ? html`<p class="quiet">${shown.length - ROWS_MAX} more; search to find them.</p>` : undefined}`,
  );
}

/** Jobs are set in under their parent, which the order by full name puts just above. */
function customerRow(customer: JsonObject): Html {
  const part = (property: string, name: string): string => {
    const value = customer[property];
    return typeof value === "object" && value !== null
      ? (textOf(value as JsonObject, name) ?? "")
      : "";
  };
  const isSub = numberOf(customer, "Level") !== undefined;
  return html`<tr${isSub ? new Html(' class="sub"') : undefined}>
    <td><a href="/app/customerdetail?nameId=${textOf(customer, "Id")}">${textOf(customer, "DisplayName")}</a> ${inactiveTag(customer)}</td>
    <td>${part("PrimaryPhone", "FreeFormNumber")}</td><td>${part("PrimaryEmailAddr", "Address")}</td>
    <td class="number">${dollars(numberOf(customer, "BalanceWithJobs") ?? 0)}</td></tr>`;
}

/** `/app/customers/new`, empty or with what was typed and why it was refused. */
export function newCustomer(typed: Typed = { active: "true" }, message?: string): EmulatorAnswer {
  const form = customerForm({
    action: "/app/customers/new",
    typed,
    message,
    cancel: "/app/customers",
  });
  return page(
    "New customer",
    "customers",
    html`<div class="head"><h1>New customer</h1></div>${form}`,
    message === undefined ? 200 : 400,
  );
}

/** On success the address ends with the new id, as in QuickBooks. */
export function createCustomer(typed: Typed, company: Company, now: number): EmulatorAnswer {
  const saved = saveByHand("Customer", customerBody(typed, undefined), company, now);
  return "id" in saved
    ? seeOther(`/app/customerdetail?nameId=${saved.id}`)
    : newCustomer(typed, saved.refusal);
}

/** `/app/customerdetail?nameId=`: the form, the balance and the customer's transactions. */
export function customerDetail(
  company: Company,
  id: string,
  typed?: Typed,
  message?: string,
): EmulatorAnswer {
  const record = company.store.record("Customer", id);
  if (record === undefined) return notFound("customers", `There is no customer ${id}.`);
  const shown = renderRecord(record, company.readContext());
  const action = `/app/customerdetail?nameId=${id}`;
  const form = customerForm({
    action,
    typed: typed ?? typedFromCustomer(shown),
    message,
    cancel: action,
  });
  return page(
    textOf(shown, "DisplayName") ?? "Customer",
    "customers",
    html`<div class="head"><h1>${textOf(shown, "DisplayName")}</h1>${inactiveTag(shown)}<a href="/app/customers">All customers</a></div>
    <div class="columns"><div>${form}</div><aside class="card" aria-label="Summary"><h2>Open balance</h2>
      <p class="amount" id="balance">${dollars(numberOf(shown, "Balance") ?? 0)}</p>
      <dl><dt>With jobs</dt><dd>${dollars(numberOf(shown, "BalanceWithJobs") ?? 0)}</dd>
      <dt>Full name</dt><dd>${textOf(shown, "FullyQualifiedName")}</dd>
      <dt>Id</dt><dd id="record-id">${id}</dd><dt>SyncToken</dt><dd id="sync-token">${record.syncToken}</dd></dl></aside></div>
    ${transactions(company, id)}`,
    message === undefined ? 200 : 400,
  );
}

/** Back to the same page, or the form again with the refusal. */
export function saveCustomer(
  company: Company,
  id: string,
  typed: Typed,
  now: number,
): EmulatorAnswer {
  const record = company.store.record("Customer", id);
  if (record === undefined) return notFound("customers", `There is no customer ${id}.`);
  const body = customerBody(typed, renderRecord(record, company.readContext()));
  const saved = saveByHand("Customer", body, company, now);
  return "id" in saved
    ? seeOther(`/app/customerdetail?nameId=${id}`)
    : customerDetail(company, id, typed, saved.refusal);
}

/** Latest first; only invoices have a page of their own. */
function transactions(company: Company, id: string): Html {
  const records = [...company.store.indexes.find(`party:Customer:${id}`)].sort((a, b) =>
    dateOf(b).localeCompare(dateOf(a)),
  );
  const rows = records.map((record) => {
    const shown = renderRecord(record, company.readContext());
    const number = textOf(shown, "DocNumber") ?? textOf(shown, "PaymentRefNum") ?? record.id;
    const link =
      record.type === "Invoice"
        ? html`<a href="/app/invoice?txnId=${record.id}">${number}</a>`
        : html`${number}`;
    const open = record.type === "Invoice" ? dollars(numberOf(shown, "Balance") ?? 0) : "";
    return html`<tr><td>${dateOf(record)}</td><td>${record.type.replace("SalesR", "Sales r")}</td><td>${link}</td>
      <td class="number">${dollars(numberOf(shown, "TotalAmt") ?? 0)}</td><td class="number">${open}</td></tr>`;
  });
  if (rows.length === 0) return html`<p class="quiet">No transactions yet.</p>`;
  return html`<div class="card flush"><table><thead><tr><th>Date</th><th>Type</th><th>No.</th>
    <th class="number">Total</th><th class="number">Open</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function dateOf(record: StoredRecord): string {
  return textOf(record.fields, "TxnDate") ?? "";
}
