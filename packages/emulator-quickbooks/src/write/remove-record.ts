import type { EntityDescriptor, WriteContext } from "../entities/descriptor.ts";
import { refuseBilled, refuseDeposited } from "../entities/transactions/guards.ts";
import { isBareLink } from "../entities/transactions/links.ts";
import { voidedNote } from "../entities/transactions/voided-note.ts";
import { fault } from "../faults/api-fault.ts";
import {
  invalidId,
  linkedTransaction,
  missingParameter,
  objectNotFound,
  staleObject,
} from "../faults/fault-texts.ts";
import { unsupportedOperation } from "../faults/service-faults.ts";
import { objectOf, objectsOf, textOf, type JsonObject } from "../json/json-value.ts";
import type { StoredRecord } from "../store/stored-record.ts";
import { normalise } from "./normalise.ts";
import { refuseByCompany } from "./refuse-by-company.ts";
import { removeStored, storeVoided } from "./store-record.ts";

/** Deletes a transaction: it leaves every read, and CDC tells of it for 30 days. */
export function deleteRecord(
  descriptor: EntityDescriptor,
  body: JsonObject,
  context: WriteContext,
): JsonObject {
  if (!descriptor.operations.has("delete")) throw fault(unsupportedOperation("Delete"));
  const existing = claim(descriptor, body, context);
  const { store, now } = context;
  if ((existing.linkedFrom ?? []).length > 0) {
    refuseDeposited(existing);
    throw fault(linkedTransaction());
  }
  refuseBilled(existing);
  removeStored(descriptor, existing, context);
  const key = `${descriptor.type}/${existing.id}`;
  store.putState("deletion", key, { type: descriptor.type, id: existing.id, deletedAt: now });
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
  const record: StoredRecord = {
    ...existing,
    syncToken: existing.syncToken + 1,
    updatedAt: context.now,
    fields: voidedFields(existing.fields),
  };
  const stored = storeVoided(descriptor, existing, record, context);
  context.notify(descriptor.type, existing.id, "void");
  return stored;
}

/** No amounts, no tax, no links; `Voided` stands before the note that was there (documented). */
function voidedFields({ LinkedTxn: _links, ...fields }: JsonObject): JsonObject {
  const tax = objectOf(fields, "TxnTaxDetail");
  return {
    ...fields,
    ...(tax === undefined ? {} : { TxnTaxDetail: { TotalTax: 0 } }),
    ...(fields["Deposit"] === undefined ? {} : { Deposit: 0 }),
    ...(fields["DiscountAmt"] === undefined ? {} : { DiscountAmt: 0 }),
    Line: objectsOf(fields, "Line")
      .filter((line) => !isBareLink(line))
      .map(voidLine),
    TotalAmt: 0,
    PrivateNote: voidedNote(textOf(fields, "PrivateNote")),
  };
}

/** The record that `Id` and `SyncToken` name, if the token is current. */
function claim(
  descriptor: EntityDescriptor,
  body: JsonObject,
  context: WriteContext,
): StoredRecord {
  refuseByCompany(descriptor.type, context);
  const shape = normalise(descriptor.type, body, []);
  const id = textOf(shape, "Id");
  const token = textOf(shape, "SyncToken");
  if (id === undefined) throw fault(missingParameter("Id"));
  if (!/^\d+$/.test(id)) throw fault(invalidId(id));
  const existing = context.store.record(descriptor.type, id);
  if (existing === undefined) throw fault(objectNotFound());
  if (token === undefined && descriptor.deletesWithoutToken === true) return existing;
  if (token === undefined) throw fault(missingParameter("SyncToken"));
  if (token !== String(existing.syncToken)) throw fault(staleObject(context.settings.userName));
  return existing;
}

/**
 * Quantity and price of a voided item line: the quantity becomes 0, the price goes (documented sample).
 * So it is with the lines of a group.
 */
function voidLine({ LinkedTxn: _links, ...line }: JsonObject): JsonObject {
  const group = objectOf(line, "GroupLineDetail");
  if (group !== undefined) {
    const Line = objectsOf(group, "Line").map(voidLine);
    return { ...line, Amount: 0, GroupLineDetail: { ...group, Quantity: 0, Line } };
  }
  const detail = objectOf(line, "SalesItemLineDetail");
  if (detail === undefined) return line["Amount"] === undefined ? line : { ...line, Amount: 0 };
  const { UnitPrice: _price, DiscountAmt: _discount, ...rest } = detail;
  const voided = {
    ...rest,
    ...(detail["Qty"] === undefined ? {} : { Qty: 0 }),
    ...(detail["TaxInclusiveAmt"] === undefined ? {} : { TaxInclusiveAmt: 0 }),
  };
  return { ...line, Amount: 0, SalesItemLineDetail: voided };
}
