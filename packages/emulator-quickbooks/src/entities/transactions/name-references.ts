import { fault } from "../../faults/api-fault.ts";
import { inactiveReference, invalidReference } from "../../faults/fault-texts.ts";
import { compact, objectOf, textOf, type JsonObject } from "../../json/json-value.ts";
import type { PostingParty } from "../../store/posting.ts";
import type { StoredRecord } from "../../store/stored-record.ts";
import type { Store } from "../../store/store.ts";
import { shownName } from "../lists/names.ts";

/** Customers, vendors and employees share one sequence of ids, so an id alone tells whose it is. */
const NAME_TYPES = ["Vendor", "Customer", "Employee"] as const;

/** The customer, vendor or employee with that id. */
export function nameRecord(store: Store, id: string | undefined): StoredRecord | undefined {
  if (id === undefined) return undefined;
  return NAME_TYPES.map((type) => store.record(type, id)).find((record) => record !== undefined);
}

/** The same as a party of the books. */
export function partyOf(store: Store, id: string | undefined): PostingParty | undefined {
  const found = nameRecord(store, id);
  return found === undefined ? undefined : ({ type: found.type, id: found.id } as PostingParty);
}

/**
 * Refuses a reference to a name that is missing or, when newly sent, inactive. A reference whose `type`
 * contradicts its id is refused as missing.
 */
export function requireName(store: Store, reference: JsonObject | undefined): void {
  const id = textOf(reference ?? {}, "value");
  if (id === undefined) return;
  const found = nameRecord(store, id);
  const type = textOf(reference ?? {}, "type");
  const fits = type === undefined || type.toLowerCase() === found?.type.toLowerCase();
  if (found === undefined || !fits) throw fault(invalidReference("Names", id));
  if (found.fields["Active"] === false) throw fault(inactiveReference());
}

/** The reference under `property` as a read shows it: id, name and type (recorded on purchases). */
export function shownNameReference(
  owner: JsonObject,
  property: string,
  store: Store,
): JsonObject | undefined {
  const reference = objectOf(owner, property);
  const found = nameRecord(store, textOf(reference ?? {}, "value"));
  if (reference === undefined || found === undefined) return reference;
  const name = shownName(found, textOf(found.fields, "DisplayName") ?? "");
  return compact({ value: found.id, name, type: found.type });
}
