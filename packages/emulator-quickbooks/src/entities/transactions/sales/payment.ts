import { formatDate } from "../../../company-time.ts";
import { fault, type FaultError } from "../../../faults/api-fault.ts";
import {
  linkedDoesNotExist,
  missingParameter,
  noAmount,
  overappliedPayment,
  overpaidInvoice,
} from "../../../faults/fault-texts.ts";
import {
  numberOf,
  objectsOf,
  referenceOf,
  textOf,
  type JsonObject,
} from "../../../json/json-value.ts";
import { PAYMENTS_STAY_IN_THE_FAMILY } from "../../../not-evidenced.ts";
import { add, formatMoney, subtract } from "../../../money.ts";
import type { Posting } from "../../../store/posting.ts";
import type { Store } from "../../../store/store.ts";
import { openBalance } from "../../balances.ts";
import { shownCurrency } from "../../currencies.ts";
import { lineLinks } from "../links.ts";
import { standardAccount } from "../standard-accounts.ts";
import { depositAccount } from "./sale-postings.ts";
import {
  listOf,
  operations,
  setOf,
  type Draft,
  type EntityDescriptor,
  type WriteContext,
} from "../../descriptor.ts";

/** Where money waits for its deposit (recorded on sales receipts). */
const UNDEPOSITED_FUNDS_ID = "4";

/** Money received. Its lines are the only way to pay an invoice (reference 1.6). */
export const PAYMENT: EntityDescriptor = {
  type: "Payment",
  operations: operations("create read query update delete void"),
  counter: "transaction",
  wireOrder: listOf(`
    CustomerRef ARAccountRef DepositToAccountRef PaymentMethodRef PaymentRefNum TotalAmt UnappliedAmt
    ProcessPayment domain sparse Id SyncToken MetaData TxnDate CurrencyRef PrivateNote LinkedTxn Line`),
  computed: setOf("UnappliedAmt CurrencyRef"),
  readOnly: setOf("UnappliedAmt CurrencyRef HomeTotalAmt LinkedTxn"),
  isInChangeData: true,
  raisesEvents: true,
  check: ({ fields }: Draft, errors: FaultError[]) => {
    if (referenceOf(fields, "CustomerRef") === undefined)
      errors.push(missingParameter("CustomerRef"));
    if (numberOf(fields, "TotalAmt") === undefined) errors.push(missingParameter("TotalAmt"));
  },
  prepare: (draft, context) => {
    const total = numberOf(draft.fields, "TotalAmt") ?? 0;
    const lines = objectsOf(draft.fields, "Line");
    if (total < 0) throw fault(noAmount());
    checkApplications(draft, lines, context);
    const applied = lines.map((line) => numberOf(line, "Amount") ?? 0);
    if (subtract(total, ...applied) < 0) throw fault(overappliedPayment());
    const defaults = {
      DepositToAccountRef: { value: UNDEPOSITED_FUNDS_ID },
      ProcessPayment: false,
      TxnDate: formatDate(context.now, context.settings.timeZone),
    };
    const plain = lines.map(({ LineEx: _read, ...line }) => line);
    return { fields: { ...defaults, ...draft.fields, Line: plain } };
  },
  view: (record, { store, profile }) => ({
    UnappliedAmt: unappliedAmount(record.fields),
    CurrencyRef: shownCurrency(record.fields, profile),
    Line: objectsOf(record.fields, "Line").map((line) => ({
      ...line,
      LineEx: lineExtras(line, store),
    })),
  }),
  transaction: {
    txnType: () => "Payment",
    linksOf: lineLinks,
    postings: ({ fields }, { store }) => postPayment(fields, store),
  },
};

/** TotalAmt less what its lines apply. */
export function unappliedAmount(fields: JsonObject): number {
  return subtract(
    numberOf(fields, "TotalAmt") ?? 0,
    ...lineLinks(fields).map(({ amount }) => amount),
  );
}

/** What each line pays is the invoice's customer's; the rest stays with the payer. */
function postPayment(fields: JsonObject, store: Store): Posting[] {
  const account = standardAccount(store, "AccountsReceivable");
  const payer = referenceOf(fields, "CustomerRef") ?? "";
  const credits = lineLinks(fields).map(({ type, id, amount }) => ({
    amount,
    customer: referenceOf(store.record(type, id)?.fields ?? {}, "CustomerRef") ?? payer,
  }));
  const entries = [...credits, { amount: unappliedAmount(fields), customer: payer }];
  const total = numberOf(fields, "TotalAmt") ?? 0;
  return [
    { account: depositAccount(fields, store), amount: total, home: total },
    ...entries.map(({ amount, customer }) => ({
      account,
      amount: subtract(0, amount),
      home: subtract(0, amount),
      party: { type: "Customer" as const, id: customer },
    })),
  ];
}

/** Each line must name an invoice that exists and still has that much open. */
function checkApplications(
  draft: Draft,
  lines: readonly JsonObject[],
  { store }: WriteContext,
): void {
  for (const line of lines) {
    for (const link of objectsOf(line, "LinkedTxn")) {
      const id = textOf(link, "TxnId") ?? "";
      const type = textOf(link, "TxnType") ?? "";
      const invoice = type === "Invoice" ? store.record("Invoice", id) : undefined;
      const isStranger =
        invoice !== undefined && rootOf(invoice.fields, store) !== rootOf(draft.fields, store);
      if (invoice === undefined || (isStranger && PAYMENTS_STAY_IN_THE_FAMILY)) {
        throw fault(linkedDoesNotExist(type, id));
      }
      const own = (invoice.linkedFrom ?? [])
        .filter((applied) => applied.type === "Payment" && applied.id === draft.id)
        .map(({ amount }) => amount);
      const open = add(openBalance(invoice), ...own);
      if ((numberOf(line, "Amount") ?? 0) > open) throw fault(overpaidInvoice());
    }
  }
}

/** The three facts that a payment's line shows of its invoice (recorded as XML in 2017). */
function lineExtras(line: JsonObject, store: Store): JsonObject {
  const id = textOf(objectsOf(line, "LinkedTxn")[0] ?? {}, "TxnId") ?? "";
  const invoice = store.record("Invoice", id);
  const open = invoice === undefined ? 0 : openBalance(invoice);
  const extras = {
    txnId: id,
    txnOpenBalance: formatMoney(open),
    txnReferenceNumber: textOf(invoice?.fields ?? {}, "DocNumber") ?? "",
  };
  const any = Object.entries(extras).map(([Name, Value]) => ({
    name: "{http://schema.intuit.com/finance/v3}NameValue",
    declaredType: "com.intuit.schema.finance.v3.NameValue",
    scope: "javax.xml.bind.JAXBElement$GlobalScope",
    value: { Name, Value },
    nil: false,
    globalScope: true,
    typeSubstituted: false,
  }));
  return { any };
}

/** The top-level customer of a transaction: a payment may settle its jobs' invoices. */
function rootOf(transaction: JsonObject, store: Store): string {
  let id = referenceOf(transaction, "CustomerRef") ?? "";
  for (;;) {
    const parent = referenceOf(store.record("Customer", id)?.fields ?? {}, "ParentRef");
    if (parent === undefined) return id;
    id = parent;
  }
}
