/**
 * QuickBooks' lists of names, as the directory knows them: which record holds a name, so that another may not
 * have it. Customers, vendors and employees share one list, products and services have another; an inactive
 * record holds none.
 */
import { canonicalName } from "@accord-sync/core/mapping/canonical.ts";
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import { findInDirectoryByName, type NamedEntry } from "@accord-sync/ledger/directory.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import type { EngineContext } from "../engine-context.ts";

const LISTS: readonly (readonly string[])[] = [["Customer", "Vendor", "Employee"], ["Item"]];

/** How many records of one name are looked at. */
const HOLDERS_MAX = 10;

/** A name in the list that records of `type` are in. */
export interface ListedName {
  readonly type: string;
  readonly name: string;
}

/** The types that share names with `type`, itself first. */
export function typesSharing(type: string): readonly string[] {
  const list = LISTS.find((types) => types.includes(type)) ?? [type];
  return [type, ...list.filter((each) => each !== type)];
}

/** One text for a name in a list, however it is written there: what a record that wants it waits for. */
export function nameKey({ type, name }: ListedName): string {
  return `${typesSharing(type).toSorted().join("/")} ${canonicalName(name)}`;
}

/** Who holds a name, as far as the directory knows; null when nobody but `own` does. */
export async function holderOf(
  { scope: { tenant, company } }: EngineContext,
  db: Db,
  key: string,
  own: RecordRef | null,
): Promise<NamedEntry | null> {
  const end = key.indexOf(" ");
  const wanted = key.slice(end + 1);
  for (const type of key.slice(0, end).split("/")) {
    const found = await findInDirectoryByName(db, tenant, company, type, wanted, HOLDERS_MAX);
    const isOwn = (entry: NamedEntry) => own?.type === entry.type && own.id === entry.id;
    const holder = found.find((entry) => entry.isActive && !isOwn(entry));
    if (holder !== undefined) return holder;
  }
  return null;
}
