import { fullyQualifiedName, shownName } from "../entities/lists/names.ts";
import { textOf } from "../json/json-value.ts";
import { nameKey } from "../store/record-indexes.ts";
import type { StoredRecord } from "../store/stored-record.ts";
import type { Store } from "../store/store.ts";

/** False for a record that was made inactive; what has no such state is active. */
export function isActive({ fields }: StoredRecord): boolean {
  return fields["Active"] !== false;
}

/** What stands in an input for a customer: its name, which no other active customer has. */
export function customerLabel(record: StoredRecord): string {
  return shownName(record, textOf(record.fields, "DisplayName") ?? "");
}

/** What stands in an input for a product: its name below its categories. */
export function itemLabel(record: StoredRecord, store: Store): string {
  return shownName(record, fullyQualifiedName(record, store));
}

/**
 * The customer of a typed name, whatever its case; `Parent:Job` is understood too. `kept` is the customer
 * that the form came with: it stays although its name may no longer be taken.
 */
export function findCustomer(store: Store, typed: string, kept?: string): StoredRecord | undefined {
  const name = typed.trim();
  const before = kept === undefined ? undefined : store.record("Customer", kept);
  if (before !== undefined && customerLabel(before) === name) return before;
  const last = name.split(":").at(-1)?.trim() ?? "";
  const found = active(store, { type: "Customer", fields: { DisplayName: last } });
  if (found === undefined || last === name) return found;
  return fullyQualifiedName(found, store).toLowerCase() === name.toLowerCase() ? found : undefined;
}

/**
 * The product of a typed name, below its categories (`Design:Pump`); a bare name will do where only one
 * product has it.
 */
export function findItem(store: Store, typed: string, kept?: string): StoredRecord | undefined {
  const name = typed.trim();
  const before = kept === undefined ? undefined : store.record("Item", kept);
  if (before !== undefined && itemLabel(before, store) === name) return before;
  let found: StoredRecord | undefined;
  for (const [depth, part] of name.split(":").entries()) {
    if (depth > 0 && found === undefined) return undefined;
    const parent = found === undefined ? {} : { ParentRef: { value: found.id } };
    found = active(store, { type: "Item", fields: { Name: part.trim(), ...parent } });
  }
  return found ?? onlyItemNamed(store, name);
}

function onlyItemNamed(store: Store, name: string): StoredRecord | undefined {
  const wanted = name.toLowerCase();
  const found = [...store.records("Item")].filter(
    ({ fields }) => fields["Active"] !== false && textOf(fields, "Name")?.toLowerCase() === wanted,
  );
  return found.length === 1 ? found[0] : undefined;
}

function active(
  store: Store,
  named: Pick<StoredRecord, "type" | "fields">,
): StoredRecord | undefined {
  const key = nameKey(named);
  if (key === undefined) return undefined;
  return store.indexes.find(key).find(({ type }) => type === named.type);
}
