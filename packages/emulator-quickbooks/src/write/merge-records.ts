/**
 * Merging two list records, as a person does on the screens: there is no API call for it. Everything
 * that named the one names the other from then on, with its balances; listeners hear `merged` with the id
 * that is gone.
 */

import type { WriteContext } from "../entities/descriptor.ts";
import { REFERENCE_TARGETS } from "../entities/references.ts";
import {
  isList,
  isObject,
  referenceOf,
  textOf,
  type JsonObject,
  type JsonValue,
} from "../json/json-value.ts";
import { MERGED_RECORD_IS_GONE, MERGE_CHANGES_TRANSACTIONS } from "../not-evidenced.ts";
import type { Posting } from "../store/posting.ts";
import { ENTITY_TYPES, type EntityType, type StoredRecord } from "../store/stored-record.ts";

/** Types that the screens merge (documented by the list of merge events). */
const MERGEABLE = [
  "Account",
  "Class",
  "Customer",
  "Department",
  "Employee",
  "Item",
  "PaymentMethod",
  "Vendor",
] as const;
/** These share their ids, so an `EntityRef` without a type names one of them. */
const NAMES: ReadonlySet<string> = new Set(["Customer", "Employee", "Vendor"]);

/** Preferences that hold the bare id of an account. */
const ACCOUNT_IDS: ReadonlySet<string> = new Set([
  "DefaultDiscountAccount",
  "DefaultShippingAccount",
]);

/** What to merge; `merged` goes into `survivor`. */
export interface Merge {
  readonly type: EntityType;
  readonly survivor: string;
  readonly merged: string;
}

/** Why two records cannot be merged, in a sentence for a person. Nothing has changed. */
export class MergeRefusal extends Error {}

/** Runs inside a transaction. Returns the survivor. Throws `MergeRefusal`. */
export function mergeRecords(merge: Merge, context: WriteContext): StoredRecord {
  const { survivor, merged } = checked(merge, context);
  const { store, now, notify } = context;
  for (const type of ENTITY_TYPES) {
    for (const record of store.records(type)) {
      const moved = movedRecord(record, merge, context);
      if (moved !== record) store.putRecord(moved);
    }
  }
  if (MERGED_RECORD_IS_GONE) {
    store.removeRecord(merge.type, merged.id);
    const deletion = { type: merge.type, id: merged.id, deletedAt: now };
    store.putState("deletion", `${merge.type}/${merged.id}`, deletion);
  } else {
    const fields = { ...merged.fields, Active: false };
    store.putRecord({ ...merged, fields, syncToken: merged.syncToken + 1, updatedAt: now });
  }
  const kept = { ...survivor, syncToken: survivor.syncToken + 1, updatedAt: now };
  store.putRecord(kept);
  notify(merge.type, survivor.id, "merged", merged.id);
  return kept;
}

/** Both must be there, active, of one kind and in one currency, and nothing may hang below the one that goes. */
function checked(
  { type, survivor, merged }: Merge,
  { store }: WriteContext,
): { survivor: StoredRecord; merged: StoredRecord } {
  if (!MERGEABLE.some((each) => each === type)) {
    throw new MergeRefusal(`${type} is none of ${MERGEABLE.join(", ")}`);
  }
  const [kept, gone] = [store.record(type, survivor), store.record(type, merged)];
  for (const [id, record] of [
    [survivor, kept],
    [merged, gone],
  ] as const) {
    if (record === undefined) throw new MergeRefusal(`there is no ${type} ${id}`);
    if (record.fields["Active"] === false) throw new MergeRefusal(`${type} ${id} is inactive`);
  }
  if (kept === undefined || gone === undefined) throw new MergeRefusal("nothing to merge");
  if (survivor === merged) throw new MergeRefusal(`${type} ${merged} cannot go into itself`);
  if (store.indexes.find(`child:${type}:${merged}`).length > 0) {
    throw new MergeRefusal(`${type} ${merged} has others below it; move them first`);
  }
  for (const property of ["AccountType", "AccountSubType", "Type"]) {
    if (type !== "PaymentMethod" && textOf(kept.fields, property) !== textOf(gone.fields, property))
      throw new MergeRefusal(`they differ in ${property}`);
  }
  if (referenceOf(kept.fields, "CurrencyRef") !== referenceOf(gone.fields, "CurrencyRef")) {
    throw new MergeRefusal("they differ in their currency");
  }
  return { survivor: kept, merged: gone };
}

/**
 * The record with every mention moved, the same object when there was none. What stands in the general
 * ledger moves line by line: closed books are no obstacle, and nothing is worked out anew.
 */
function movedRecord(record: StoredRecord, merge: Merge, context: WriteContext): StoredRecord {
  const fields = renamed(record.fields, merge);
  const postings = movedPostings(record.postings, merge);
  if (fields === record.fields && postings === record.postings) return record;
  const isChanged = fields !== record.fields && MERGE_CHANGES_TRANSACTIONS;
  return {
    ...record,
    fields,
    ...(isChanged ? { syncToken: record.syncToken + 1, updatedAt: context.now } : {}),
    ...(postings === undefined ? {} : { postings }),
  };
}

function movedPostings(
  postings: StoredRecord["postings"],
  { type, survivor, merged }: Merge,
): StoredRecord["postings"] {
  const names = (posting: Posting): boolean =>
    type === "Account"
      ? posting.account === merged
      : posting.party?.type === type && posting.party.id === merged;
  if (postings?.some(names) !== true) return postings;
  return postings.map((posting) => {
    if (!names(posting)) return posting;
    if (type === "Account") return { ...posting, account: survivor };
    return posting.party === undefined
      ? posting
      : { ...posting, party: { ...posting.party, id: survivor } };
  });
}

/** The same object when it names the merged record nowhere. */
function renamed(owner: JsonObject, merge: Merge): JsonObject {
  let result: Record<string, JsonValue> | undefined;
  for (const [name, value] of Object.entries(owner)) {
    const next = renamedValue(name, value, merge);
    if (next !== value) result = { ...(result ?? owner), [name]: next };
  }
  return result ?? owner;
}

function renamedValue(name: string, value: JsonValue, merge: Merge): JsonValue {
  if (isList(value)) {
    const next = value.map((item) => renamedValue(name, item, merge));
    return next.some((item, index) => item !== value[index]) ? next : value;
  }
  if (ACCOUNT_IDS.has(name) && merge.type === "Account" && value === merge.merged) {
    return merge.survivor;
  }
  if (!isObject(value)) return value;
  if (names(name, value, merge)) return { ...value, value: merge.survivor };
  return renamed(value, merge);
}

/** Whether a property is a reference to the merged record. */
function names(property: string, value: JsonObject, { type, merged }: Merge): boolean {
  if (value["value"] !== merged) return false;
  if (property === "EntityRef") {
    const kind = textOf(value, "type");
    return kind === undefined ? NAMES.has(type) : kind.toLowerCase() === type.toLowerCase();
  }
  return REFERENCE_TARGETS[property]?.type === type;
}
