import type { Company } from "../company.ts";
import type { EmulatorAnswer } from "../emulator-request.ts";
import { customerBalance } from "../entities/balances.ts";
import { add } from "../money.ts";
import { textOf } from "../json/json-value.ts";
import { html } from "./html.ts";
import { page } from "./layout.ts";
import { dollars } from "./parts.ts";

/** `/app/homepage`: the company at a glance. */
export function homePage(company: Company): EmulatorAnswer {
  const { store } = company;
  const open = add(
    ...[...store.records("Customer")].map((customer) => customerBalance(store, customer.id)),
  );
  const name = textOf(store.record("CompanyInfo", "1")?.fields ?? {}, "CompanyName") ?? "Company";
  const tile = (title: string, value: string, href: string, link: string) =>
    html`<section class="card"><h2>${title}</h2><p class="amount">${value}</p><a href="${href}">${link}</a></section>`;
  return page(
    name,
    "home",
    html`<div class="head"><h1>${name}</h1><span class="quiet">Company ${company.settings.realmId}</span></div>
    <div class="tiles">
      ${tile("Owed to you", dollars(open), "/app/invoices", "See invoices")}
      ${tile("Customers", String(store.count("Customer")), "/app/customers", "See customers")}
      ${tile("Products and services", String(store.count("Item")), "/app/items", "See the list")}
    </div>
    <div class="card"><h2>This is a local stand-in</h2><p>Nothing here reaches Intuit. What you change is kept on this machine,
      answered by the API and told to the connected app by signed webhooks, as QuickBooks Online would.</p></div>`,
  );
}
