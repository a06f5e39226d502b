import type { EmulatorAnswer } from "../emulator-request.ts";
import { balanceWithJobs } from "../entities/balances.ts";
import { fullyQualifiedName } from "../entities/lists/names.ts";
import { numberOf, objectOf, referenceOf, textOf } from "../json/json-value.ts";
import { html } from "./html.ts";
import { levelClass, listOnPage, type Column } from "./list-page.ts";
import type { Listing } from "./listing.ts";
import { isActive } from "./named-records.ts";
import { inactiveTag } from "./parts.ts";
import { currencyOf, invoiceState } from "./sale-facts.ts";
import type { Visit } from "./visit.ts";

/** Jobs stand under their customers, since their full names begin alike. */
export const CUSTOMERS: Listing = {
  name: "customers",
  types: ["Customer"],
  alsoReads: ["Invoice"],
  searched: (record, store) => [
    fullyQualifiedName(record, store),
    textOf(record.fields, "CompanyName"),
    textOf(objectOf(record.fields, "PrimaryEmailAddr") ?? {}, "Address"),
    textOf(objectOf(record.fields, "PrimaryPhone") ?? {}, "FreeFormNumber"),
  ],
  filters: {
    active: { label: "Active", test: () => isActive },
    open: {
      label: "With open balance",
      test:
        ({ company }) =>
        ({ id }) =>
          balanceWithJobs(company.store, id) !== 0,
    },
    overdue: { label: "Overdue", test: overdueCustomers },
    inactive: { label: "Inactive", test: () => (record) => !isActive(record) },
    all: { label: "All", test: () => () => true },
  },
  sorts: {
    name: (record, store) => fullyQualifiedName(record, store).toLowerCase(),
    balance: (record, store) => balanceWithJobs(store, record.id),
  },
  ownKeys: new Set(["name"]),
  descending: new Set(["balance"]),
};

function overdueCustomers({ company, today }: Visit): (record: { readonly id: string }) => boolean {
  const late = new Set<string | undefined>();
  for (const invoice of company.store.records("Invoice")) {
    if (invoiceState(invoice, today) === "Overdue")
      late.add(referenceOf(invoice.fields, "CustomerRef"));
  }
  return ({ id }) => late.has(id);
}

const COLUMNS: readonly Column[] = [
  {
    label: "Name",
    sort: "name",
    cell: ({ record, shown }) =>
      html`<a href="/app/customerdetail?nameId=${record.id}">${textOf(shown, "DisplayName")}</a> ${inactiveTag(shown)}`,
  },
  {
    label: "Phone",
    isMinor: true,
    cell: ({ shown }) => textOf(objectOf(shown, "PrimaryPhone") ?? {}, "FreeFormNumber"),
  },
  {
    label: "Email",
    isMinor: true,
    cell: ({ shown }) => textOf(objectOf(shown, "PrimaryEmailAddr") ?? {}, "Address"),
  },
  {
    label: "Open balance",
    sort: "balance",
    isNumber: true,
    cell: ({ shown }, { formats }) =>
      formats.money(numberOf(shown, "BalanceWithJobs") ?? 0, currencyOf(shown)),
  },
];

/** `/app/customers`. */
export function customerList(visit: Visit): EmulatorAnswer {
  return listOnPage(
    {
      title: "Customers",
      section: "customers",
      path: "/app/customers",
      listing: CUSTOMERS,
      columns: COLUMNS,
      find: "Find a customer",
      nothing: "No customers found.",
      actions: html`<a class="button primary" id="new-customer" href="/app/customers/new">New customer</a>`,
      rowClass: levelClass,
    },
    visit,
  );
}
