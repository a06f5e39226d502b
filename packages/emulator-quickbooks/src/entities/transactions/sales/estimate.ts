import type { FaultError } from "../../../faults/api-fault.ts";
import { fault } from "../../../faults/api-fault.ts";
import { invalidEnumeration, linkedDoesNotExist } from "../../../faults/fault-texts.ts";
import { cannotLink } from "../../../faults/transaction-faults.ts";
import {
  compact,
  objectsOf,
  referenceOf,
  textOf,
  type JsonObject,
} from "../../../json/json-value.ts";
import { UNINVOICED_ESTIMATE_STATUS } from "../../../not-evidenced.ts";
import type { StoredRecord } from "../../../store/stored-record.ts";
import type { Draft, PreparedFields, WriteContext } from "../../descriptor.ts";
import { shownMoney } from "../transaction-currency.ts";
import { shownLinks } from "../links.ts";
import { billedLinks } from "./invoice-links.ts";
import { saleForm } from "./sale-form.ts";

/** Schema: the documentation knows no other. */
const STATUSES: ReadonlySet<string> = new Set(["Accepted", "Closed", "Pending", "Rejected"]);

/** Quotations. They move nothing in the books; an invoice closes them. Key order as recorded. */
export const ESTIMATE = saleForm({
  type: "Estimate",
  operations: "create read query update delete",
  required: ["CustomerRef"],
  wireOrder: `
    domain sparse Id SyncToken MetaData CustomField DocNumber TxnDate DepartmentRef CurrencyRef
    ExchangeRate PrivateNote TxnStatus LinkedTxn Line TxnTaxDetail CustomerRef CustomerMemo BillAddr
    ShipAddr ShipFromAddr ClassRef SalesTermRef DueDate ShipMethodRef ShipDate GlobalTaxCalculation
    TotalAmt HomeTotalAmt ApplyTaxAfterDiscount PrintStatus EmailStatus BillEmail BillEmailCc
    BillEmailBcc ExpirationDate AcceptedBy AcceptedDate DeliveryInfo`,
  computed: "LinkedTxn",
  readOnly: "Balance HomeBalance",
  defaults: { TxnStatus: "Pending" },
  check: checkStatus,
  complete: completeEstimate,
  view: (record, { profile }) =>
    compact({
      ...shownMoney(record, profile),
      LinkedTxn: (record.linkedFrom ?? []).length === 0 ? undefined : shownLinks(record),
    }),
  settle: linkInvoices,
  transaction: {
    txnType: () => "Estimate",
    linksOf: () => [],
    postings: () => [],
    whenLinked: ({ fields, linkedFrom = [] }) => ({
      ...fields,
      TxnStatus: linkedFrom.length > 0 ? "Closed" : UNINVOICED_ESTIMATE_STATUS,
    }),
  },
});

function checkStatus({ fields }: Draft, errors: FaultError[]): void {
  const status = textOf(fields, "TxnStatus");
  if (status !== undefined && !STATUSES.has(status)) errors.push(invalidEnumeration(status));
}

/** An invoiced estimate stays closed, and keeps its customer: its invoice has the same. */
function completeEstimate(
  prepared: PreparedFields,
  { existing }: Draft,
  { store }: WriteContext,
): PreparedFields {
  const isInvoiced = (existing?.linkedFrom ?? []).length > 0;
  const wanted = invoicesNamedBy(prepared.fields);
  const customer = referenceOf(prepared.fields, "CustomerRef");
  for (const { id } of existing?.linkedFrom ?? []) {
    const invoice = store.record("Invoice", id);
    const theirs = referenceOf(invoice?.fields ?? {}, "CustomerRef");
    if (invoice !== undefined && theirs !== customer) throw fault(cannotLink(id));
  }
  for (const id of wanted) {
    const invoice = store.record("Invoice", id);
    if (invoice === undefined) throw fault(linkedDoesNotExist("Invoice", id));
    const isLinked = (existing?.linkedFrom ?? []).some((link) => link.id === id);
    const isOther = referenceOf(invoice.fields, "CustomerRef") !== customer;
    if (!isLinked && (isOther || isInvoiced)) throw fault(cannotLink(id));
  }
  if (wanted.length > 1) throw fault(cannotLink(wanted[1] ?? ""));
  const status = isInvoiced ? { TxnStatus: "Closed" } : {};
  return { ...prepared, fields: { ...prepared.fields, ...status } };
}

function invoicesNamedBy(fields: JsonObject): string[] {
  return objectsOf(fields, "LinkedTxn")
    .filter((linked) => textOf(linked, "TxnType") === "Invoice")
    .map((linked) => textOf(linked, "TxnId") ?? "");
}

/**
 * A link that was made on the estimate is kept where all others are: on the invoice, whose version it
 * moves. It is undone there too.
 */
function linkInvoices(
  _before: StoredRecord | undefined,
  after: StoredRecord | undefined,
  { store, now, notify }: WriteContext,
): void {
  if (after?.fields["LinkedTxn"] === undefined) return;
  const { LinkedTxn: _links, ...fields } = after.fields;
  const held = after.linkedFrom ?? [];
  const invoices = invoicesNamedBy(after.fields)
    .filter((id) => !held.some((link) => link.id === id))
    .flatMap((id) => store.record("Invoice", id) ?? []);
  const links = invoices.map(({ id }) => ({
    type: "Invoice" as const,
    id,
    txnType: "Invoice",
    amount: 0,
  }));
  const linkedFrom = [...held, ...links];
  const status = linkedFrom.length > 0 ? { TxnStatus: "Closed" } : {};
  store.putRecord({ ...after, fields: { ...fields, ...status }, linkedFrom });
  for (const invoice of invoices) {
    const own = objectsOf(invoice.fields, "LinkedTxn");
    const isThere = billedLinks(invoice.fields).some(({ id }) => id === after.id);
    const LinkedTxn = isThere ? own : [...own, { TxnId: after.id, TxnType: "Estimate" }];
    store.putRecord({
      ...invoice,
      fields: { ...invoice.fields, LinkedTxn },
      syncToken: invoice.syncToken + 1,
      updatedAt: now,
    });
    notify("Invoice", invoice.id, "updated");
  }
}
