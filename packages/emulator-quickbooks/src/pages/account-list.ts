import type { EmulatorAnswer } from "../emulator-request.ts";
import { fullyQualifiedName } from "../entities/lists/names.ts";
import { numberOf, textOf } from "../json/json-value.ts";
import type { StoredRecord } from "../store/stored-record.ts";
import { html } from "./html.ts";
import { listOnPage } from "./list-page.ts";
import type { Listing } from "./listing.ts";
import { isActive } from "./named-records.ts";
import { inactiveTag } from "./parts.ts";
import { currencyOf } from "./sale-facts.ts";
import type { Visit } from "./visit.ts";

/** The order of a balance sheet, then of a profit and loss statement. */
const STATEMENT_ORDER = [
  "Bank",
  "Accounts Receivable",
  "Other Current Asset",
  "Fixed Asset",
  "Other Asset",
  "Accounts Payable",
  "Credit Card",
  "Other Current Liability",
  "Long Term Liability",
  "Equity",
  "Income",
  "Other Income",
  "Cost of Goods Sold",
  "Expense",
  "Other Expense",
];

function statementKey(account: StoredRecord): string {
  const place = STATEMENT_ORDER.indexOf(textOf(account.fields, "AccountType") ?? "");
  return String(place < 0 ? STATEMENT_ORDER.length : place).padStart(2, "0");
}

const ACCOUNTS: Listing = {
  name: "accounts",
  types: ["Account"],
  alsoReads: [],
  searched: (record, store) => [
    fullyQualifiedName(record, store),
    textOf(record.fields, "AcctNum"),
    textOf(record.fields, "AccountType"),
  ],
  filters: {
    active: { label: "Active", test: () => isActive },
    inactive: { label: "Inactive", test: () => (record) => !isActive(record) },
    all: { label: "All", test: () => () => true },
  },
  sorts: {
    type: (record, store) =>
      `${statementKey(record)} ${fullyQualifiedName(record, store).toLowerCase()}`,
    name: (record, store) => fullyQualifiedName(record, store).toLowerCase(),
  },
  ownKeys: new Set(["type", "name"]),
  descending: new Set(),
};

/** `/app/chartofaccounts`: every account and what the books say of it. To look at only. */
export function accountList(visit: Visit): EmulatorAnswer {
  return listOnPage(
    {
      title: "Chart of accounts",
      section: "accounts",
      path: "/app/chartofaccounts",
      listing: ACCOUNTS,
      find: "Find an account",
      nothing: "No accounts found.",
      columns: [
        {
          label: "Name",
          sort: "name",
          cell: ({ shown }) =>
            html`<span class="name">${textOf(shown, "FullyQualifiedName")}</span> ${inactiveTag(shown)}`,
        },
        { label: "No.", isMinor: true, cell: ({ shown }) => textOf(shown, "AcctNum") },
        { label: "Type", sort: "type", cell: ({ shown }) => textOf(shown, "AccountType") },
        {
          label: "Detail type",
          isMinor: true,
          cell: ({ shown }) =>
            (textOf(shown, "AccountSubType") ?? "").replace(/(?<=[a-z])(?=[A-Z])/g, " "),
        },
        {
          label: "Balance",
          isNumber: true,
          cell: ({ shown }, { formats }) =>
            formats.money(numberOf(shown, "CurrentBalance") ?? 0, currencyOf(shown)),
        },
      ],
    },
    visit,
  );
}
