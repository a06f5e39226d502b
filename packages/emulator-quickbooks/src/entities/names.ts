import type { FaultError } from "../faults/api-fault.ts";
import { fault } from "../faults/api-fault.ts";
import { duplicateName, invalidName, tooDeep } from "../faults/fault-texts.ts";
import { referenceOf, textOf, type JsonObject } from "../json/json-value.ts";
import { NAMES_ALLOW_ANGLE_BRACKETS, REACTIVATION_RESTORES_NAME } from "../not-evidenced.ts";
import { nameKey } from "../store/record-indexes.ts";
import type { EntityType, StoredRecord } from "../store/stored-record.ts";
import type { Store } from "../store/store.ts";
import type { Draft, WriteContext } from "./descriptor.ts";

/** What QuickBooks appends to the name of an inactive record (recorded). */
const DELETED_SUFFIX = " (deleted)";
/** Fault 6180 above this; a customer and four levels of jobs. */
const DEPTH_MAX = 5;

/** Refused in all names (documented); angle brackets are a guess. */
const FORBIDDEN = NAMES_ALLOW_ANGLE_BRACKETS ? /[:\t\r\n]/ : /[:\t\r\n<>]/;

/** Takes the suffix off, once: a client may send back what it was shown. */
export function bareName(name: string): string {
  return name.endsWith(DELETED_SUFFIX) ? name.slice(0, -DELETED_SUFFIX.length) : name;
}

/** The name to store: bare, unless a reactivated record is to keep its suffix. */
export function storedName(given: string, draft: Draft): string {
  if (draft.existing?.fields["Active"] !== false) return given;
  const isReactivated = draft.fields["Active"] !== false;
  const keepsSuffix = isReactivated && !REACTIVATION_RESTORES_NAME;
  return keepsSuffix ? bareName(given) + DELETED_SUFFIX : bareName(given);
}

/** The name as it is shown: with the suffix while the record is inactive. */
export function shownName(record: StoredRecord, name: string): string {
  return record.fields["Active"] === false ? name + DELETED_SUFFIX : name;
}

/** Colons, tabs and line breaks are refused in all names; double quotes besides in account names. */
export function checkName(name: string | undefined, element: string, errors: FaultError[]): void {
  if (name !== undefined && (FORBIDDEN.test(name) || name.trim() === "")) {
    errors.push(invalidName(element));
  }
}

/** Refuses a name that an active record of the same family holds. */
export function claimName(
  draft: { type: EntityType; id: string; fields: JsonObject },
  context: WriteContext,
): void {
  const key = nameKey(draft);
  if (key === undefined || draft.fields["Active"] === false) return;
  const holder = context.store.indexes
    .find(key)
    .find((record) => !(record.type === draft.type && record.id === draft.id));
  if (holder === undefined) return;
  const reason =
    draft.type === "Account"
      ? "An account already has the same display name. Display Name must be unique. Please provide a different display name."
      : context.settings.duplicateNameReason;
  throw fault(duplicateName(reason));
}

/** `Parent:Child`, following ParentRef upwards; names bare. */
export function fullyQualifiedName(
  record: Pick<StoredRecord, "type" | "fields">,
  store: Store,
): string {
  const own = textOf(record.fields, "DisplayName") ?? textOf(record.fields, "Name") ?? "";
  const parent = parentOf(record, store);
  return parent === undefined ? own : `${fullyQualifiedName(parent, store)}:${own}`;
}

/** 0 for a top-level record. */
export function levelOf(record: Pick<StoredRecord, "type" | "fields">, store: Store): number {
  const parent = parentOf(record, store);
  return parent === undefined ? 0 : 1 + levelOf(parent, store);
}

/** Refuses a parent that is the record itself, one of its children, or already five levels deep. */
export function checkHierarchy(
  draft: { type: EntityType; id: string; fields: JsonObject },
  store: Store,
): void {
  let depth = 1;
  for (let above = parentOf(draft, store); above !== undefined; above = parentOf(above, store)) {
    depth += 1;
    if (above.id === draft.id || depth > DEPTH_MAX) throw fault(tooDeep());
  }
}

/** A parent that is gone or never was counts as none. */
function parentOf(
  record: Pick<StoredRecord, "type" | "fields">,
  store: Store,
): StoredRecord | undefined {
  const parent = referenceOf(record.fields, "ParentRef");
  return parent === undefined ? undefined : store.record(record.type, parent);
}
