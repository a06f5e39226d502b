import { missingParameter } from "../../../faults/fault-texts.ts";
import {
  numberOf,
  objectsOf,
  referenceOf,
  textOf,
  type JsonObject,
} from "../../../json/json-value.ts";
import { add } from "../../../money.ts";
import { PARTIAL_BILL_LEAVES_ORDER_OPEN } from "../../../not-evidenced.ts";
import type { StoredRecord } from "../../../store/stored-record.ts";
import { listOf, operations, setOf, type EntityDescriptor } from "../../descriptor.ts";
import { customFields } from "../custom-fields.ts";
import { shownMoney } from "../transaction-currency.ts";
import { shownLinks } from "../links.ts";
import { checkVendorDocument, prepareVendorDocument } from "./vendor-document.ts";

/**
 * Orders, which post nothing. A bill links to their lines; once all are billed the order is closed, and
 * open again when it no longer is. Key order and defaults as observed in 2021.
 */
export const PURCHASE_ORDER: EntityDescriptor = {
  type: "PurchaseOrder",
  operations: operations("create read query update delete"),
  counter: "transaction",
  wireOrder: listOf(`
    ClassRef SalesTermRef DueDate ExpectedDate VendorAddr ShipTo ShipAddr ShipMethodRef FOB POEmail
    PrintStatus EmailStatus POStatus domain sparse Id SyncToken MetaData CustomField DocNumber TxnDate
    DepartmentRef CurrencyRef ExchangeRate PrivateNote LinkedTxn Line TxnTaxDetail VendorRef
    APAccountRef TotalAmt Memo GlobalTaxCalculation`),
  computed: setOf(""),
  readOnly: setOf("TotalAmt LinkedTxn RecurDataRef PurchaseOrderEx"),
  isInChangeData: true,
  check: (draft, errors, profile) => {
    checkVendorDocument(draft, errors, profile);
    if (referenceOf(draft.fields, "APAccountRef") === undefined) {
      errors.push(missingParameter("APAccountRef"));
    }
  },
  prepare: (draft, context) => {
    const defaults = { PrintStatus: "NotSet", EmailStatus: "NotSet" };
    const prepared = prepareVendorDocument("PurchaseOrder", draft, defaults, context);
    const { POStatus: _status, ...fields } = prepared.fields;
    const isClosed = textOf(draft.fields, "POStatus") === "Closed";
    const isReceived = isFullyBilled(fields, draft.existing);
    return {
      ...prepared,
      fields: {
        ...fields,
        CustomField: customFields(draft.fields, context.profile),
        // What bills have closed opens with them again; what a person closed does not.
        ...(isClosed && !isReceived ? { POStatus: "Closed" } : {}),
      },
    };
  },
  view: (record, { profile }) => ({
    POStatus:
      textOf(record.fields, "POStatus") ??
      (isFullyBilled(record.fields, record) ? "Closed" : "Open"),
    ...shownMoney(record, profile),
    LinkedTxn: shownLinks(record),
  }),
  transaction: {
    txnType: () => "PurchaseOrder",
    linksOf: () => [],
    postings: () => [],
  },
};

/** True once bills name every line, and its whole amount. */
function isFullyBilled(fields: JsonObject, order: StoredRecord | undefined): boolean {
  const links = order?.linkedFrom ?? [];
  const lines = objectsOf(fields, "Line");
  return lines.every((line) => {
    const billed = links.filter(({ lineId }) => lineId !== undefined && lineId === line["Id"]);
    if (billed.length === 0) return false;
    const amount = add(...billed.map((link) => link.amount));
    return !PARTIAL_BILL_LEAVES_ORDER_OPEN || amount >= (numberOf(line, "Amount") ?? 0);
  });
}
