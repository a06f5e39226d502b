import { subtract } from "../../../money.ts";
import { addDays } from "../../../company-time.ts";
import { missingParameter } from "../../../faults/fault-texts.ts";
import { numberOf, referenceOf, textOf, type JsonObject } from "../../../json/json-value.ts";
import { openBalance } from "../../balances.ts";
import { shownCurrency } from "../../currencies.ts";
import { headerLinks, lineLinks, shownLinks } from "../links.ts";
import {
  listOf,
  operations,
  setOf,
  type EntityDescriptor,
  type WriteContext,
} from "../../descriptor.ts";
import { standardAccount } from "../standard-accounts.ts";
import { checkSaleLines } from "./sale-lines.ts";
import { depositAccount, postSale } from "./sale-postings.ts";
import { prepareSale } from "./sale.ts";

/** Online payment is off unless the company has set it up (recorded). */
const PAYMENT_LINKS_OFF = {
  AllowIPNPayment: false,
  AllowOnlinePayment: false,
  AllowOnlineCreditCardPayment: false,
  AllowOnlineACHPayment: false,
} as const;

/** Invoices. Key order, defaults and what the server adds as recorded (create/invoice). */
export const INVOICE: EntityDescriptor = {
  type: "Invoice",
  operations: operations("create read query update delete void"),
  counter: "transaction",
  wireOrder: listOf(`
    Deposit AllowIPNPayment AllowOnlinePayment AllowOnlineCreditCardPayment AllowOnlineACHPayment
    domain sparse Id SyncToken MetaData CustomField DocNumber TxnDate DepartmentRef CurrencyRef
    PrivateNote LinkedTxn Line TxnTaxDetail CustomerRef CustomerMemo BillAddr ShipAddr ClassRef
    SalesTermRef DueDate ShipMethodRef ShipDate TrackingNum TotalAmt ApplyTaxAfterDiscount
    PrintStatus EmailStatus BillEmail Balance DepositToAccountRef DeliveryInfo`),
  computed: setOf("Balance CurrencyRef LinkedTxn"),
  readOnly: setOf(`
    Balance CurrencyRef LinkedTxn TotalAmt HomeTotalAmt HomeBalance DeliveryInfo InvoiceLink
    RecurDataRef`),
  isInChangeData: true,
  raisesEvents: true,
  check: (draft, errors) => {
    if (referenceOf(draft.fields, "CustomerRef") === undefined)
      errors.push(missingParameter("CustomerRef"));
    checkSaleLines(draft, errors);
  },
  prepare: (draft, context) => {
    const prepared = prepareSale("Invoice", draft, PAYMENT_LINKS_OFF, context);
    return {
      ...prepared,
      fields: { DueDate: dueDate(prepared.fields, context), ...prepared.fields },
    };
  },
  view: (record, { profile }) => ({
    CurrencyRef: shownCurrency(record.fields, profile),
    LinkedTxn: shownLinks(record),
    Balance: openBalance(record),
  }),
  transaction: {
    txnType: () => "Invoice",
    linksOf: (fields) => [...headerLinks(fields), ...lineLinks(fields)],
    postings: ({ fields }, { store }) => {
      const party = { type: "Customer", id: referenceOf(fields, "CustomerRef") ?? "" } as const;
      const total = numberOf(fields, "TotalAmt") ?? 0;
      const deposit = numberOf(fields, "Deposit") ?? 0;
      const account = standardAccount(store, "AccountsReceivable");
      const owed = subtract(total, deposit);
      return postSale(fields, store, [
        { account, amount: owed, party },
        { account: depositAccount(fields, store), amount: deposit },
      ]);
    },
  },
};

/** TxnDate plus the days of the terms, or of the company's default terms. */
function dueDate(fields: JsonObject, { store, settings, profile }: WriteContext): string {
  const terms = referenceOf(fields, "SalesTermRef") ?? profile.defaultTerms ?? "";
  const term = store.record("Term", terms);
  const days = numberOf(term?.fields ?? {}, "DueDays") ?? settings.defaultTermDays;
  return addDays(textOf(fields, "TxnDate") ?? "", days);
}
