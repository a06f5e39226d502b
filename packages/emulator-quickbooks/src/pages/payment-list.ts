import type { EmulatorAnswer } from "../emulator-request.ts";
import { unapplied } from "../entities/transactions/sales/payment-applications.ts";
import { numberOf } from "../json/json-value.ts";
import { html } from "./html.ts";
import { listOnPage } from "./list-page.ts";
import type { Listing } from "./listing.ts";
import { nameOf } from "./parts.ts";
import { currencyOf, dateOf, isVoided, numberOfTransaction, partyName } from "./sale-facts.ts";
import type { Visit } from "./visit.ts";

const PAYMENTS: Listing = {
  name: "payments",
  types: ["Payment"],
  alsoReads: ["Customer", "Invoice", "CreditMemo"],
  searched: (record, store) => [numberOfTransaction(record), partyName(record, store)],
  filters: {
    all: { label: "All", test: () => () => true },
    unapplied: {
      label: "Not fully applied",
      test:
        ({ company }) =>
        ({ fields }) =>
          unapplied(fields, company.store) > 0,
    },
    voided: { label: "Voided", test: () => isVoided },
  },
  sorts: {
    date: dateOf,
    customer: (record, store) => partyName(record, store).toLowerCase(),
    total: ({ fields }) => numberOf(fields, "TotalAmt") ?? 0,
  },
  ownKeys: new Set(["date", "total"]),
  descending: new Set(["date", "total"]),
};

/** `/app/payments`: the latest first. */
export function paymentList(visit: Visit): EmulatorAnswer {
  return listOnPage(
    {
      title: "Payments",
      section: "payments",
      path: "/app/payments",
      listing: PAYMENTS,
      find: "Find a payment or a customer",
      nothing: "No payments found.",
      actions: html`<a class="button primary" id="new-payment" href="/app/receivepayment">Receive payment</a>`,
      columns: [
        {
          label: "Date",
          sort: "date",
          isDate: true,
          cell: ({ record }, { formats }) => formats.date(dateOf(record)),
        },
        {
          label: "Reference",
          cell: ({ record }) =>
            html`<a href="/app/payment?txnId=${record.id}">${numberOfTransaction(record)}</a>`,
        },
        { label: "Customer", sort: "customer", cell: ({ shown }) => nameOf(shown, "CustomerRef") },
        { label: "Method", isMinor: true, cell: ({ shown }) => nameOf(shown, "PaymentMethodRef") },
        {
          label: "Received",
          sort: "total",
          isNumber: true,
          cell: ({ record, shown }, { formats }) =>
            isVoided(record)
              ? html`<span class="tag voided">Voided</span>`
              : formats.money(numberOf(shown, "TotalAmt") ?? 0, currencyOf(shown)),
        },
        {
          label: "Unapplied",
          isNumber: true,
          isMinor: true,
          cell: ({ shown }, { formats }) =>
            formats.money(numberOf(shown, "UnappliedAmt") ?? 0, currencyOf(shown)),
        },
      ],
    },
    visit,
  );
}
