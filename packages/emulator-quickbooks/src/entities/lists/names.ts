import type { FaultError } from "../../faults/api-fault.ts";
import { fault } from "../../faults/api-fault.ts";
import { duplicateName, invalidName, tooDeep } from "../../faults/fault-texts.ts";
import { parentIsChild } from "../../faults/list-faults.ts";
import { referenceOf, textOf, type JsonObject } from "../../json/json-value.ts";
import {
  DUPLICATE_LIST_NAME_REASON,
  NAMES_ALLOW_ANGLE_BRACKETS,
  REACTIVATION_RESTORES_NAME,
} from "../../not-evidenced.ts";
import { nameKey } from "../../store/record-indexes.ts";
import type { EntityType, StoredRecord } from "../../store/stored-record.ts";
import type { Store } from "../../store/store.ts";
import type { Draft, WriteContext } from "../descriptor.ts";

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

/**
 * The name to store: bare, unless a reactivated record is to keep its suffix. Only a name that was sent
 * can be one that was shown: what is kept may really end like that.
 */
export function storedName(given: string, draft: Draft): string {
  if (draft.existing?.fields["Active"] !== false) return given;
  const isSent = draft.sent["Name"] !== undefined || draft.sent["DisplayName"] !== undefined;
  const bare = isSent ? bareName(given) : given;
  const isReactivated = draft.fields["Active"] !== false;
  return isReactivated && !REACTIVATION_RESTORES_NAME ? bare + DELETED_SUFFIX : bare;
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
  const existing = context.store.record(draft.type, draft.id);
  const isHeld = existing !== undefined && existing.fields["Active"] !== false;
  // What a record has it keeps: the recordings hold two customers of one name.
  if (isHeld && nameKey(existing) === key) return;
  const holder = context.store.indexes
    .find(key)
    .find((record) => !(record.type === draft.type && record.id === draft.id));
  if (holder === undefined) return;
  throw fault(duplicateName(duplicateReason(draft.type, context)));
}

/** How the refusal of a taken name calls the records of a list. */
const LIST_NOUNS: Partial<Record<EntityType, string>> = {
  Class: "class",
  CompanyCurrency: "currency",
  Department: "location",
  Item: "product or service",
  PaymentMethod: "payment method",
  TaxAgency: "tax agency",
  TaxCode: "tax code",
  TaxRate: "tax rate",
  Term: "term",
};

/** The words after `The name supplied already exists. : `; those of accounts are observed. */
function duplicateReason(type: EntityType, { settings }: WriteContext): string {
  if (type === "Account") {
    return "An account already has the same display name. Display Name must be unique. Please provide a different display name.";
  }
  const noun = LIST_NOUNS[type];
  return noun === undefined
    ? settings.duplicateNameReason
    : DUPLICATE_LIST_NAME_REASON.replace("{noun}", noun);
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

/**
 * Refuses a parent that is the record itself or stands below it (900), and a sixth level anywhere below
 * the record once it hangs there (6180). `max` counts the top level.
 */
export function checkHierarchy(
  draft: { type: EntityType; id: string; fields: JsonObject },
  store: Store,
  max: number = DEPTH_MAX,
): void {
  const above = ancestorsOf(draft, store);
  // What hangs below a top-level record was counted when it was hung there.
  if (above.length === 0) return;
  if (above.some((each) => each.id === draft.id)) throw fault(parentIsChild());
  if (above.length + heightOf(draft.type, draft.id, store) > max) throw fault(tooDeep());
}

/** From the parent upwards; ends at the record itself when it would stand above itself. */
function ancestorsOf(
  draft: { type: EntityType; id: string; fields: JsonObject },
  store: Store,
): StoredRecord[] {
  const found: StoredRecord[] = [];
  let above = parentOf(draft, store);
  while (above !== undefined) {
    found.push(above);
    above = above.id === draft.id ? undefined : parentOf(above, store);
  }
  return found;
}

/** 1 for a record without children. A record that is new has none, whatever id it will get. */
function heightOf(type: EntityType, id: string, store: Store): number {
  const children = store.indexes.find(`child:${type}:${id}`);
  return 1 + Math.max(0, ...children.map((child) => heightOf(type, child.id, store)));
}

/** A parent that is gone or never was counts as none. */
function parentOf(
  record: Pick<StoredRecord, "type" | "fields">,
  store: Store,
): StoredRecord | undefined {
  const parent = referenceOf(record.fields, "ParentRef");
  return parent === undefined ? undefined : store.record(record.type, parent);
}
