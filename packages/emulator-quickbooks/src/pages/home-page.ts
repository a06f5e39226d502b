import type { EmulatorAnswer } from "../emulator-request.ts";
import { numberOf, referenceOf, textOf } from "../json/json-value.ts";
import { renderRecord } from "../write/render-record.ts";
import { glance, RECENT_DAYS, type Sum } from "./glance.ts";
import { html, type Html } from "./html.ts";
import { page } from "./layout.ts";
import { firstOf } from "./listing.ts";
import { plainTable } from "./list-page.ts";
import { head } from "./parts.ts";
import { TRANSACTIONS, TRANSACTION_COLUMNS } from "./transaction-list.ts";
import type { Visit } from "./visit.ts";

const RECENT_TRANSACTIONS = 10;

const TILE_LINKS: Readonly<Record<string, string>> = {
  open: "/app/invoices?show=open",
  overdue: "/app/invoices?show=overdue",
  received: "/app/payments",
};

/** `/app/homepage`: the company at a glance. */
export function homePage(visit: Visit): EmulatorAnswer {
  const { company, formats } = visit;
  const name =
    textOf(company.store.record("CompanyInfo", "1")?.fields ?? {}, "CompanyName") ?? "Company";
  const { open, overdue, received } = glance(visit);
  const tile = (id: string, title: string, sum: Sum, note: string): Html =>
    html`<a class="card tile ${id}" href="${TILE_LINKS[id]}"><h2>${title}</h2><p class="amount" id="${id}">${formats.money(sum.amount.toNumber())}</p><span class="quiet">${formats.number(sum.count)} ${note}</span></a>`;
  const invoices = (count: number): string => (count === 1 ? "invoice" : "invoices");
  return page(visit, {
    title: name,
    section: "home",
    content: html`${head(name, html`<span class="quiet">Company ${company.settings.realmId}</span>`)}
    <p class="buttons"><a class="button primary" href="/app/invoices/new">New invoice</a><a class="button" href="/app/receivepayment">Receive payment</a>
      <a class="button" href="/app/customers/new">New customer</a><a class="button" href="/app/items/new">New item</a></p>
    <div class="tiles">
      ${tile("open", "Open invoices", open, invoices(open.count))}
      ${tile("overdue", "Overdue", overdue, invoices(overdue.count))}
      ${tile("received", "Received", received, `receipts in the last ${RECENT_DAYS} days`)}
    </div>
    <div class="columns"><section><h2>Latest transactions</h2><div class="card flush" tabindex="0" role="region" aria-label="Latest transactions">${plainTable(TRANSACTION_COLUMNS, firstOf(TRANSACTIONS, RECENT_TRANSACTIONS, visit), visit)}</div></section>
    <div>${bankAccounts(visit)}${aboutEmulator()}</div></div>`,
  });
}

/** Where the money lies: banks, and what waits for its deposit. */
function bankAccounts({ company, context, formats }: Visit): Html {
  const accounts = [...company.store.records("Account")].filter(
    ({ fields }) =>
      fields["Active"] !== false &&
      (textOf(fields, "AccountType") === "Bank" ||
        textOf(fields, "AccountSubType") === "UndepositedFunds"),
  );
  const rows = accounts.map((account) => {
    const shown = renderRecord(account, context);
    return html`<li><span>${textOf(shown, "Name")}</span>
      <span>${formats.money(numberOf(shown, "CurrentBalance") ?? 0, referenceOf(shown, "CurrencyRef"))}</span></li>`;
  });
  return html`<section class="card"><h2>Bank accounts</h2><ul class="pairs">${rows}</ul><p><a href="/app/chartofaccounts">Chart of accounts</a></p></section>`;
}

function aboutEmulator(): Html {
  return html`<section class="card"><h2>This is a local stand-in</h2><p>Nothing here reaches Intuit. What you change is kept on this machine,
    answered by the API and told to the connected app by signed webhooks, as QuickBooks Online would.</p></section>`;
}
