import type { EmulatorAnswer } from "../emulator-request.ts";
import { textOf } from "../json/json-value.ts";
import { renderRecord } from "../write/render-record.ts";
import { customerBody, CUSTOMER_PLACES, typedFromCustomer } from "./customer-body.ts";
import { customerForm } from "./customer-form.ts";
import { customerSummary, customerTransactions, jobsOf } from "./customer-parts.ts";
import { formKey } from "./form-key.ts";
import type { FormState } from "./form-fields.ts";
import { html } from "./html.ts";
import { page, seeOther } from "./layout.ts";
import { head, inactiveTag, notFound } from "./parts.ts";
import { NO_PROBLEMS, problemsOf } from "./problems.ts";
import { saveByHand } from "./save-record.ts";
import type { Visit } from "./visit.ts";

/** A new customer is active and taxable. */
const EMPTY: FormState = { typed: { active: "true", taxable: "true" }, problems: NO_PROBLEMS };

/** `/app/customers/new`, empty or with what was typed and why it was refused. */
export function newCustomer(visit: Visit, state: FormState = EMPTY): EmulatorAnswer {
  const form = customerForm(
    { ...state, action: "/app/customers/new", cancel: "/app/customers", isNew: true },
    visit,
  );
  return page(visit, {
    title: "New customer",
    section: "customers",
    content: html`${head("New customer")}${form}`,
    status: state === EMPTY ? 200 : 400,
  });
}

/** On success the address ends with the new id, as in QuickBooks. */
export function createCustomer(visit: Visit): EmulatorAnswer {
  const { typed } = visit;
  const read = customerBody(visit, undefined);
  if ("problems" in read) return newCustomer(visit, { typed, problems: read.problems });
  const saved = saveByHand("Customer", read.body, visit);
  return "id" in saved
    ? seeOther(`/app/customerdetail?nameId=${saved.id}`, "created")
    : newCustomer(visit, { typed, problems: problemsOf(saved.refused, CUSTOMER_PLACES, typed) });
}

/** `/app/customerdetail?nameId=`: the form, the balance, the jobs and the transactions. */
export function customerDetail(visit: Visit, state?: FormState): EmulatorAnswer {
  const { id, company } = visit;
  const record = company.store.record("Customer", id);
  if (record === undefined) return notFound(visit, "customers", `There is no customer ${id}.`);
  const shown = renderRecord(record, visit.context);
  const action = `/app/customerdetail?nameId=${id}`;
  const current = state ?? { typed: typedFromCustomer(shown, visit), problems: NO_PROBLEMS };
  const form = customerForm({ ...current, action, cancel: action, isNew: false }, visit);
  const name = textOf(shown, "DisplayName") ?? "Customer";
  const isActive = shown["Active"] !== false;
  const actions = html`<span class="buttons"><a class="button primary" href="/app/invoices/new?nameId=${id}">New invoice</a>
    <a class="button" href="/app/receivepayment?nameId=${id}">Receive payment</a></span>`;
  const reactivate = html`<form class="message" method="post" action="/app/customer/activate?nameId=${id}">
    <p>This customer is inactive: it is left out of lists and cannot be chosen on new forms. Its transactions stay as they are.</p>
    <input type="hidden" name="syncToken" value="${record.syncToken}">${formKey(visit)}<button>Make active again</button></form>`;
  return page(visit, {
    title: name,
    section: "customers",
    status: state === undefined ? 200 : 400,
    content: html`${head(name, inactiveTag(shown), isActive ? actions : undefined)}
    ${isActive ? undefined : reactivate}
    <div class="columns"><div>${state === undefined ? customerTransactions(id, visit) : undefined}${form}</div>
    <div>${customerSummary(record, shown, visit)}${jobsOf(id, visit)}</div></div>`,
  });
}

/** Back to the same page, or the form again with the refusal. */
export function saveCustomer(visit: Visit): EmulatorAnswer {
  const { id, typed, company } = visit;
  const record = company.store.record("Customer", id);
  if (record === undefined) return notFound(visit, "customers", `There is no customer ${id}.`);
  const read = customerBody(visit, renderRecord(record, visit.context));
  if ("problems" in read) return customerDetail(visit, { typed, problems: read.problems });
  const saved = saveByHand("Customer", read.body, visit);
  return "id" in saved
    ? seeOther(`/app/customerdetail?nameId=${id}`, "saved")
    : customerDetail(visit, { typed, problems: problemsOf(saved.refused, CUSTOMER_PLACES, typed) });
}

/** One press for an inactive customer, wherever else its form stands. */
export function activateCustomer(visit: Visit): EmulatorAnswer {
  const { id, typed, company } = visit;
  const record = company.store.record("Customer", id);
  if (record === undefined) return notFound(visit, "customers", `There is no customer ${id}.`);
  const body = { Id: id, SyncToken: typed["syncToken"] ?? "", sparse: true, Active: true };
  const saved = saveByHand("Customer", body, visit);
  if ("id" in saved) return seeOther(`/app/customerdetail?nameId=${id}`, "reactivated");
  const before = typedFromCustomer(renderRecord(record, visit.context), visit);
  return customerDetail(visit, {
    typed: before,
    problems: problemsOf(saved.refused, CUSTOMER_PLACES, typed),
  });
}
