import { appliedPayments } from "../entities/balances.ts";
import type { EntityDescriptor, WriteContext } from "../entities/descriptor.ts";
import { fault } from "../faults/api-fault.ts";
import {
  linkedTransaction,
  missingParameter,
  objectNotFound,
  staleObject,
  unsupportedOperation,
} from "../faults/fault-texts.ts";
import { objectOf, objectsOf, textOf, type JsonObject } from "../json/json-value.ts";
import type { StoredRecord } from "../store/stored-record.ts";
import { normalise } from "./normalise.ts";

/** Deletes a transaction: it leaves every read, and CDC tells of it for 30 days. */
export function deleteRecord(
  descriptor: EntityDescriptor,
  body: JsonObject,
  context: WriteContext,
): JsonObject {
  if (!descriptor.operations.has("delete")) throw fault(unsupportedOperation("Delete"));
  const existing = claim(descriptor, body, context);
  const { store, now } = context;
  if (descriptor.type === "Invoice" && appliedPayments(store, existing.id).length > 0) {
    throw fault(linkedTransaction());
  }
  store.removeRecord(descriptor.type, existing.id);
  const key = `${descriptor.type}/${existing.id}`;
  store.putState("deletion", key, {
    type: descriptor.type,
    id: existing.id,
    deletedAt: now,
  });
  descriptor.settle?.(existing, undefined, context);
  context.notify(descriptor.type, existing.id, "deleted");
  return { domain: "QBO", status: "Deleted", Id: existing.id };
}

/** Voids a transaction: every amount becomes 0, the number and dates stay (recorded). */
export function voidRecord(
  descriptor: EntityDescriptor,
  body: JsonObject,
  context: WriteContext,
): StoredRecord {
  if (!descriptor.operations.has("void")) throw fault(unsupportedOperation("Void"));
  const existing = claim(descriptor, body, context);
  if (descriptor.type === "Invoice") unlinkPayments(existing, context);
  const note = textOf(existing.fields, "PrivateNote");
  const isPayment = descriptor.type === "Payment";
  const tax = isPayment
    ? {}
    : { TxnTaxDetail: { ...objectOf(existing.fields, "TxnTaxDetail"), TotalTax: 0 } };
  const record: StoredRecord = {
    ...existing,
    syncToken: existing.syncToken + 1,
    updatedAt: context.now,
    fields: {
      ...existing.fields,
      ...tax,
      Line: isPayment ? [] : objectsOf(existing.fields, "Line").map(voidLine),
      TotalAmt: 0,
      PrivateNote: note === undefined ? "Voided" : `Voided - ${note}`,
    },
  };
  context.store.putRecord(record);
  descriptor.settle?.(existing, record, context);
  context.notify(descriptor.type, existing.id, "void");
  return record;
}

/** The record that `Id` and `SyncToken` name, if the token is current. */
function claim(
  descriptor: EntityDescriptor,
  body: JsonObject,
  context: WriteContext,
): StoredRecord {
  const shape = normalise(descriptor.type, body, []);
  const id = textOf(shape, "Id");
  const token = textOf(shape, "SyncToken");
  if (id === undefined) throw fault(missingParameter("Id"));
  const existing = context.store.record(descriptor.type, id);
  if (existing === undefined) throw fault(objectNotFound());
  if (token === undefined) throw fault(missingParameter("SyncToken"));
  if (token !== String(existing.syncToken)) throw fault(staleObject(context.settings.userName));
  return existing;
}

/** Quantity and price of a voided item line: the quantity becomes 0, the price goes (documented sample). */
function voidLine(line: JsonObject): JsonObject {
  const detail = objectOf(line, "SalesItemLineDetail");
  if (detail === undefined) return { ...line, Amount: 0 };
  const { UnitPrice: _price, ...rest } = detail;
  const voided = detail["Qty"] === undefined ? rest : { ...rest, Qty: 0 };
  return { ...line, Amount: 0, SalesItemLineDetail: voided };
}

/** The payments of a voided invoice get their money back as unapplied (documented). */
function unlinkPayments(invoice: StoredRecord, { store, now, notify }: WriteContext): void {
  for (const { payment } of appliedPayments(store, invoice.id)) {
    const lines = objectsOf(payment.fields, "Line").filter(
      (line) => !objectsOf(line, "LinkedTxn").some((link) => textOf(link, "TxnId") === invoice.id),
    );
    store.putRecord({
      ...payment,
      syncToken: payment.syncToken + 1,
      updatedAt: now,
      fields: { ...payment.fields, Line: lines },
    });
    notify("Payment", payment.id, "updated");
  }
}
