import type { ObjectEntry, SchemaRegistry } from "../schema/registry.ts";
import type { DocumentStore } from "../store/document-store.ts";

/**
 * What the org remembers of each deletion beside the rows themselves, which keep their place and are
 * marked `IsDeleted`. Rows that one call deleted have one root: the row that was asked for.
 *
 *   live ── delete ──► in the bin ── 15 days, or emptied ──► gone
 *                          └─ undelete ──► live
 */
export const RECYCLE_BIN = "recycleBin";

/** Days that the bin keeps a row (D help: "Recycle Bin", 15 days). */
export const BIN_RETENTION_MS = 15 * 86_400_000;

/** A lookup that was emptied because its target was deleted. */
export interface ReleasedLookup {
  readonly object: string;
  readonly id: string;
  readonly field: string;
  /** The deleted row it pointed to. */
  readonly target: string;
}

/** One row in the bin. */
export type BinEntry = {
  readonly object: string;
  /** The id of the row whose deletion took this one along; its own id when it was asked for. */
  readonly root: string;
  /** Epoch milliseconds. */
  readonly deletedAt: number;
  readonly released: readonly ReleasedLookup[];
};

/** The entry of a row, if the bin holds it. */
export function binEntry(store: DocumentStore, id: string): BinEntry | undefined {
  return store.get(RECYCLE_BIN, id) as BinEntry | undefined;
}

/** Puts a row's entry into the bin. The row itself is marked by the caller. */
export function rememberDeletion(store: DocumentStore, id: string, entry: BinEntry): void {
  store.put(RECYCLE_BIN, id, { ...entry });
}

/** The ids of the rows that went with a root, itself included, in the order of deletion. */
export function deletedTogether(store: DocumentStore, root: string): readonly string[] {
  return [...store.lookup(RECYCLE_BIN, "root", root)];
}

/** Removes rows for good, whether they are in the bin or not: `queryAll` no longer shows them. */
export function eraseRows(
  store: DocumentStore,
  rows: readonly { readonly object: string; readonly id: string }[],
): void {
  for (const { object, id } of rows) {
    store.remove(object, id);
    store.remove(RECYCLE_BIN, id);
  }
}

/**
 * Erases what has been in the bin for longer than it keeps things. Cheap when there is nothing to do. By an
 * index, since the order of the entries is not that of their deletion once a change was rolled back.
 * @param now epoch milliseconds
 */
export function eraseExpired(store: DocumentStore, now: number): void {
  const to = { value: now - BIN_RETENTION_MS, inclusive: true };
  const index = store.orderedIndex(RECYCLE_BIN, "deletedAt", Number);
  const expired = [...index.ascending({ to })].flatMap(([, id]) => {
    const entry = binEntry(store, id);
    return entry === undefined ? [] : [{ object: entry.object, id }];
  });
  eraseRows(store, expired);
}

/** Lookups that rules of the bin follow; the platform's own (owner, creator, master) do not count. */
export function ownLookups(schema: SchemaRegistry, object: ObjectEntry): ObjectEntry["children"] {
  return object.children.filter((child) => {
    const field = schema.object(child.childObject)?.field(child.field);
    return field !== undefined && !AUDIT_LOOKUPS.has(field.name);
  });
}

const AUDIT_LOOKUPS: ReadonlySet<string> = new Set([
  "CreatedById",
  "LastModifiedById",
  "MasterRecordId",
]);
