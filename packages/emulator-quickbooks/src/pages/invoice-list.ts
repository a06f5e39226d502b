import type { EmulatorAnswer } from "../emulator-request.ts";
import { openBalance } from "../entities/balances.ts";
import { numberOf, textOf } from "../json/json-value.ts";
import { html } from "./html.ts";
import { listOnPage, type Column } from "./list-page.ts";
import type { Listing } from "./listing.ts";
import { nameOf } from "./parts.ts";
import {
  currencyOf,
  dateOf,
  invoiceState,
  numberOfTransaction,
  partyName,
  stateTag,
  type InvoiceState,
} from "./sale-facts.ts";
import type { Visit } from "./visit.ts";

const inState =
  (...states: readonly InvoiceState[]) =>
  ({ today }: Visit) =>
  (record: Parameters<typeof invoiceState>[0]) =>
    states.includes(invoiceState(record, today));

const INVOICES: Listing = {
  name: "invoices",
  types: ["Invoice"],
  alsoReads: ["Customer"],
  searched: (record, store) => [numberOfTransaction(record), partyName(record, store)],
  filters: {
    all: { label: "All", test: () => () => true },
    open: { label: "Open", test: inState("Open", "Overdue") },
    overdue: { label: "Overdue", test: inState("Overdue") },
    paid: { label: "Paid", test: inState("Paid") },
    voided: { label: "Voided", test: inState("Voided") },
  },
  sorts: {
    date: dateOf,
    due: ({ fields }) => textOf(fields, "DueDate") ?? "",
    number: (record) => numberOfTransaction(record).padStart(21),
    customer: (record, store) => partyName(record, store).toLowerCase(),
    total: ({ fields }) => numberOf(fields, "TotalAmt") ?? 0,
    open: openBalance,
  },
  ownKeys: new Set(["date", "due", "number", "total", "open"]),
  descending: new Set(["date", "number", "total", "open"]),
};

/** Columns of invoices; the customer's own page leaves the customer out. */
const INVOICE_COLUMNS: readonly Column[] = [
  {
    label: "Date",
    sort: "date",
    isDate: true,
    cell: ({ record }, { formats }) => formats.date(dateOf(record)),
  },
  {
    label: "No.",
    sort: "number",
    cell: ({ record }) =>
      html`<a href="/app/invoice?txnId=${record.id}">${numberOfTransaction(record)}</a>`,
  },
  { label: "Customer", sort: "customer", cell: ({ shown }) => nameOf(shown, "CustomerRef") },
  {
    label: "Due",
    sort: "due",
    isMinor: true,
    cell: ({ shown }, { formats }) => formats.date(textOf(shown, "DueDate")),
  },
  { label: "Status", cell: ({ record }, { today }) => stateTag(record, today) },
  {
    label: "Total",
    sort: "total",
    isNumber: true,
    isMinor: true,
    cell: ({ shown }, { formats }) =>
      formats.money(numberOf(shown, "TotalAmt") ?? 0, currencyOf(shown)),
  },
  {
    label: "Open",
    sort: "open",
    isNumber: true,
    cell: ({ shown }, { formats }) =>
      formats.money(numberOf(shown, "Balance") ?? 0, currencyOf(shown)),
  },
];

/** `/app/invoices`: the latest first. */
export function invoiceList(visit: Visit): EmulatorAnswer {
  return listOnPage(
    {
      title: "Invoices",
      section: "invoices",
      path: "/app/invoices",
      listing: INVOICES,
      columns: INVOICE_COLUMNS,
      find: "Find an invoice or a customer",
      nothing: "No invoices found.",
      actions: html`<a class="button primary" id="new-invoice" href="/app/invoices/new">New invoice</a>`,
    },
    visit,
  );
}
