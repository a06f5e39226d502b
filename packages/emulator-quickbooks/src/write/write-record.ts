/**
 * Create and update. The order of refusals follows the reference, section 12: fields (collected),
 * missing object, references, stale token, then the rules of business.
 */

import type {
  Draft,
  EntityDescriptor,
  EventOperation,
  WriteContext,
} from "../entities/descriptor.ts";
import { bareName } from "../entities/lists/names.ts";
import { withDeliveryInfo } from "../documents/delivery-info.ts";
import { fault, type FaultError } from "../faults/api-fault.ts";
import { invalidId, missingParameter, objectNotFound, staleObject } from "../faults/fault-texts.ts";
import { unsupportedOperation } from "../faults/service-faults.ts";
import { textOf, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { DEACTIVATION_EVENT, UNDOCUMENTED_SPARSE_IS_REFUSED } from "../not-evidenced.ts";
import type { StoredRecord } from "../store/stored-record.ts";
import { checkMailAddresses } from "./check-mail-addresses.ts";
import { checkReferences } from "./check-references.ts";
import { contentOf, mergeSparse, nullsOf, withoutEmpty } from "./merge-draft.ts";
import { normalise, throwCollected } from "./normalise.ts";
import { refuseByCompany } from "./refuse-by-company.ts";
import { storeRecord } from "./store-record.ts";

/** Creates without an Id, updates with one, as the one POST route of a type does. */
export function writeRecord(
  descriptor: EntityDescriptor,
  body: JsonObject,
  context: WriteContext,
): StoredRecord {
  refuseByCompany(descriptor.type, context);
  if (descriptor.write !== undefined) return descriptor.write(body, context);
  const errors: FaultError[] = [];
  const shape = normalise(descriptor.type, body, errors);
  const id = descriptor.singletonId ?? textOf(shape, "Id");
  const operation = id === undefined ? "create" : "update";
  if (!descriptor.operations.has(operation)) {
    throw fault(unsupportedOperation(operation === "create" ? "Create" : "Update"));
  }
  const isWhole = descriptor.updatesWhole === true && UNDOCUMENTED_SPARSE_IS_REFUSED;
  if (isWhole && shape["sparse"] === true) throw fault(unsupportedOperation("SparseUpdate"));
  if (id === undefined) return createRecord(descriptor, shape, errors, context);
  if (!/^\d+$/.test(id)) throw fault(invalidId(id));
  return updateRecord({ descriptor, body, shape, id }, errors, context);
}

/** The id is drawn before `prepare`, which may need it; a refusal gives it back. */
function createRecord(
  descriptor: EntityDescriptor,
  shape: JsonObject,
  errors: FaultError[],
  context: WriteContext,
): StoredRecord {
  const { store, now } = context;
  const fields = withoutEmpty(contentOf(shape, descriptor));
  const draft: Draft = { id: "", fields, sent: fields, existing: undefined };
  descriptor.check(draft, errors, context.profile);
  checkMailAddresses(descriptor.type, draft, errors);
  throwCollected(errors);
  checkReferences(descriptor.type, fields, store);
  const id = String((descriptor.idBase ?? 0n) + BigInt(store.next(descriptor.counter)));
  const prepared = descriptor.prepare({ ...draft, id }, context);
  const record: StoredRecord = {
    type: descriptor.type,
    id,
    syncToken: 0,
    createdAt: now,
    updatedAt: now,
    ...prepared,
  };
  const stored = storeRecord(descriptor, undefined, record, context);
  context.notify(descriptor.type, id, "created");
  return stored;
}

/** `body` is as sent, `shape` as read against the schema. */
interface Update {
  readonly descriptor: EntityDescriptor;
  readonly body: JsonObject;
  readonly shape: JsonObject;
  readonly id: string;
}

/**
 * Checks run on the merged draft, reference checks only on what was sent: an old reference to a record
 * that has become inactive since does not block other changes.
 */
function updateRecord(update: Update, errors: FaultError[], context: WriteContext): StoredRecord {
  const { descriptor, body, shape, id } = update;
  const { store, now, settings } = context;
  const existing = store.record(descriptor.type, id);
  const sent = contentOf(shape, descriptor);
  const isSparse = shape["sparse"] === true;
  const fields = isSparse
    ? mergeSparse(existing?.fields ?? {}, sent, nullsOf(body))
    : withoutEmpty(sent);
  const draft: Draft = { id, fields, sent: withoutEmpty(sent), existing, isSparse };
  if (existing !== undefined) {
    descriptor.check(draft, errors, context.profile);
    checkMailAddresses(descriptor.type, draft, errors);
  }
  const token = textOf(shape, "SyncToken");
  if (token === undefined) errors.push(missingParameter("SyncToken"));
  throwCollected(errors);
  if (existing === undefined) throw fault(objectNotFound());
  checkReferences(descriptor.type, draft.sent, store);
  if (token !== String(existing.syncToken)) throw fault(staleObject(settings.userName));
  if (isRepeatedDeactivation(existing, sent)) return existing;
  const prepared = descriptor.prepare(draft, context);
  const record: StoredRecord = {
    ...existing,
    ...prepared,
    fields: withDeliveryInfo(existing.fields, prepared.fields),
    syncToken: existing.syncToken + 1,
    updatedAt: now,
  };
  const stored = storeRecord(descriptor, existing, record, context);
  context.notify(descriptor.type, id, eventOf(existing, record));
  return stored;
}

/**
 * Deactivating an inactive record again answers as before and changes nothing (recorded, with nothing
 * else in the body). Some types want the name beside it; another name, or a value that is emptied, is a
 * change like any other.
 */
function isRepeatedDeactivation({ fields }: StoredRecord, sent: JsonObject): boolean {
  const isName = (name: string): boolean => name === "Name" || name === "DisplayName";
  const isHeld = ([name, value]: [string, JsonValue]): boolean =>
    name === "Active" ||
    (isName(name) && typeof value === "string" && bareName(value) === fields[name]);
  return (
    fields["Active"] === false && sent["Active"] === false && Object.entries(sent).every(isHeld)
  );
}

function eventOf(before: StoredRecord, after: StoredRecord): EventOperation {
  const isDeactivation = before.fields["Active"] !== false && after.fields["Active"] === false;
  return isDeactivation ? DEACTIVATION_EVENT : "updated";
}
