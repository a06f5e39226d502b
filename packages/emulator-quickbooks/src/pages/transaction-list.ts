import type { EmulatorAnswer } from "../emulator-request.ts";
import { numberOf, textOf } from "../json/json-value.ts";
import type { StoredRecord } from "../store/stored-record.ts";
import { addressOf } from "./addresses.ts";
import { html, type HtmlValue } from "./html.ts";
import { documentTypes, typeLabel } from "./known-types.ts";
import { listOnPage, type Column, type Row } from "./list-page.ts";
import type { Filter, Listing } from "./listing.ts";
import { nameOf } from "./parts.ts";
import { currencyOf, dateOf, isVoided, numberOfTransaction, partyName } from "./sale-facts.ts";
import type { Visit } from "./visit.ts";

/** What a transaction is worth; a transfer names it differently, and hours of work have no total. */
function totalOf({ fields }: StoredRecord): number | undefined {
  return numberOf(fields, "TotalAmt") ?? numberOf(fields, "Amount");
}

/** Every document of the company, whatever its type. Made once: types do not come and go. */
export const TRANSACTIONS: Listing = {
  name: "transactions",
  types: documentTypes(),
  alsoReads: ["Customer", "Vendor"],
  searched: (record, store) => [
    numberOfTransaction(record),
    partyName(record, store),
    typeLabel(record.type),
    textOf(record.fields, "PrivateNote"),
  ],
  filters: {
    all: { label: "All types", test: () => () => true },
    ...Object.fromEntries(documentTypes().map((type) => [type, onlyType(type)])),
  },
  sorts: {
    date: dateOf,
    type: ({ type }) => type,
    party: (record, store) => partyName(record, store).toLowerCase(),
    total: (record) => totalOf(record) ?? 0,
  },
  ownKeys: new Set(["date", "type", "total"]),
  descending: new Set(["date", "total"]),
};

function onlyType(type: string): Filter {
  return { label: typeLabel(type), test: () => (record) => record.type === type };
}

/** What is open of a document; nothing where that has no meaning. */
function openOf({ record, shown }: Row, { formats }: Visit): HtmlValue {
  if (isVoided(record)) return html`<span class="tag voided">Voided</span>`;
  const open =
    record.type === "Payment"
      ? -(numberOf(shown, "UnappliedAmt") ?? 0)
      : record.type === "CreditMemo"
        ? -(numberOf(shown, "RemainingCredit") ?? numberOf(shown, "Balance") ?? 0)
        : numberOf(shown, "Balance");
  return open === undefined || open === 0 ? undefined : formats.money(open, currencyOf(shown));
}

/** Columns of documents of all types; each number leads to the document. */
export const TRANSACTION_COLUMNS: readonly Column[] = [
  {
    label: "Date",
    sort: "date",
    isDate: true,
    cell: ({ record }, { formats }) => formats.date(dateOf(record)),
  },
  { label: "Type", sort: "type", cell: ({ record }) => typeLabel(record.type) },
  {
    label: "No.",
    cell: ({ record }) =>
      html`<a href="${addressOf(record.type, record.id)}">${numberOfTransaction(record)}</a>`,
  },
  {
    label: "Name",
    sort: "party",
    isMinor: true,
    cell: ({ shown }) =>
      nameOf(shown, "CustomerRef") || nameOf(shown, "VendorRef") || nameOf(shown, "EntityRef"),
  },
  {
    label: "Total",
    sort: "total",
    isNumber: true,
    cell: ({ record, shown }, { formats }) => {
      const total = totalOf(record);
      return total === undefined ? undefined : formats.money(total, currencyOf(shown));
    },
  },
  { label: "Open", isNumber: true, isMinor: true, cell: openOf },
];

/** `/app/transactions`: the latest first. */
export function transactionList(visit: Visit): EmulatorAnswer {
  return listOnPage(
    {
      title: "Transactions",
      section: "transactions",
      path: "/app/transactions",
      listing: TRANSACTIONS,
      columns: TRANSACTION_COLUMNS,
      find: "Find by number, name or note",
      nothing: "No transactions found.",
    },
    visit,
  );
}
