import { balanceWithJobs, openBalance } from "../entities/balances.ts";
import { numberOf, textOf, type JsonObject } from "../json/json-value.ts";
import { add } from "../money.ts";
import type { StoredRecord } from "../store/stored-record.ts";
import { html, type Html } from "./html.ts";
import { plainTable } from "./list-page.ts";
import { customerLabel } from "./named-records.ts";
import { facts, versionFacts } from "./parts.ts";
import { currencyOf, dateOf, invoiceState } from "./sale-facts.ts";
import { TRANSACTION_COLUMNS } from "./transaction-list.ts";
import type { Visit } from "./visit.ts";

const JOBS_MAX = 50;
/** Few, since the customer's own details follow below. */
const ROWS_PER_PAGE = 10;

/** What the customer owes, how much of it is late, and which version of the record this is. */
export function customerSummary(record: StoredRecord, shown: JsonObject, visit: Visit): Html {
  const { company, formats, today } = visit;
  const currency = currencyOf(shown);
  const overdue = company.store.indexes
    .find(`party:Customer:${record.id}`)
    .filter((each) => each.type === "Invoice" && invoiceState(each, today) === "Overdue");
  const late = add(...overdue.map(openBalance));
  return html`<aside class="card" aria-label="Summary"><h2>Open balance</h2>
    <p class="amount" id="balance">${formats.money(numberOf(shown, "Balance") ?? 0, currency)}</p>
    ${facts([
      [
        "Overdue",
        late === 0 ? undefined : html`<span class="late">${formats.money(late, currency)}</span>`,
      ],
      ["With jobs", formats.money(numberOf(shown, "BalanceWithJobs") ?? 0, currency)],
      ["Full name", textOf(shown, "FullyQualifiedName")],
    ])}${versionFacts(record.id, record.syncToken)}</aside>`;
}

/** Jobs and sub-customers with their balances; nothing for a customer without any. */
export function jobsOf(id: string, { company, formats }: Visit): Html | undefined {
  const { store } = company;
  const children = store.indexes.find(`child:Customer:${id}`);
  if (children.length === 0) return undefined;
  const rows = children.slice(0, JOBS_MAX).map(
    (child) => html`<li><a href="/app/customerdetail?nameId=${child.id}">${customerLabel(child)}</a>
        <span>${formats.money(balanceWithJobs(store, child.id), currencyOf(child.fields))}</span></li>`,
  );
  const more =
    children.length > JOBS_MAX
      ? html`<p class="quiet">${children.length - JOBS_MAX} more on the list of customers.</p>`
      : undefined;
  return html`<section class="card"><h2>Jobs and sub-customers</h2><ul class="pairs">${rows}</ul>${more}</section>`;
}

/** The customer's own transactions, latest first, a page at a time. */
export function customerTransactions(id: string, visit: Visit): Html {
  const all = visit.company.store.indexes
    .find(`party:Customer:${id}`)
    .toSorted((a, b) =>
      dateOf(a) < dateOf(b) ? 1 : dateOf(a) > dateOf(b) ? -1 : Number(b.id) - Number(a.id),
    );
  if (all.length === 0) {
    return html`<h2 id="transactions">Transactions</h2><p class="card quiet">No transactions yet.</p>`;
  }
  const pages = Math.ceil(all.length / ROWS_PER_PAGE);
  const asked = Math.floor(Number(visit.query.get("page"))) || 1;
  const current = Math.min(Math.max(asked, 1), pages);
  const start = (current - 1) * ROWS_PER_PAGE;
  const columns = TRANSACTION_COLUMNS.filter(({ label }) => label !== "Name");
  const to = (target: number, label: string): Html | undefined =>
    target < 1 || target > pages
      ? undefined
      : html`<a class="button" href="/app/customerdetail?page=${target}&nameId=${id}#transactions">${label}</a>`;
  const pager =
    pages === 1
      ? undefined
      : html`<nav class="pager" aria-label="Pages"><span class="quiet">Page ${current} of ${pages}</span>${to(current - 1, "Later")}${to(current + 1, "Earlier")}</nav>`;
  return html`<h2 id="transactions">Transactions</h2>
    <div class="card flush" tabindex="0" role="region" aria-label="Transactions">${plainTable(columns, all.slice(start, start + ROWS_PER_PAGE), visit)}</div>${pager}`;
}
