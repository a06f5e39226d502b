import { REFERENCE_TARGETS, referenceNoun } from "../entities/references.ts";
import { fault } from "../faults/api-fault.ts";
import { inactiveReference, invalidReference } from "../faults/fault-texts.ts";
import { isList, isObject, type JsonValue } from "../json/json-value.ts";
import type { EntityType } from "../store/stored-record.ts";
import type { Store } from "../store/store.ts";

/** Ids that stand in no list: the item of a shipping line (recorded). */
const PSEUDO_IDS: ReadonlySet<string> = new Set(["SHIPPING_ITEM_ID"]);

/** Refuses the first reference, at any depth of what was sent, to a record that is missing or inactive. */
export function checkReferences(owner: EntityType, value: JsonValue, store: Store): void {
  if (isList(value)) {
    for (const item of value) checkReferences(owner, item, store);
    return;
  }
  if (!isObject(value)) return;
  for (const [name, member] of Object.entries(value)) {
    const target = REFERENCE_TARGETS[name];
    if (target === undefined || !isObject(member)) {
      checkReferences(owner, member, store);
      continue;
    }
    const id = member["value"];
    if (typeof id !== "string" || PSEUDO_IDS.has(id)) continue;
    const type = target.type === "self" ? owner : target.type;
    const found = store.record(type, id);
    if (found === undefined) throw fault(invalidReference(referenceNoun(type), id));
    if (found.fields["Active"] === false) throw fault(inactiveReference());
  }
}
