/**
 * The directory: every name-list record of each company, so that matches, ambiguity and "already
 * linked" cost no call. Filled by a paged read, kept by sweeps, webhooks and write answers in any
 * order.
 */
import type { DirectoryEntry } from "@accord-sync/core/ports/remote.ts";
import type { Selectable } from "kysely";
import type { Db } from "./ledger.ts";
import { flag } from "./row-values.ts";
import type { Schema } from "./schema.ts";

/** An entry with the form of its name that matches are sought by. */
export type NamedEntry = DirectoryEntry & {
  readonly canonicalName: string;
  /** When QuickBooks was seen to hold this, ISO 8601. */
  readonly seenAt: string;
};

function fromRow(row: Selectable<Schema["directory"]>): NamedEntry {
  const { tenant: _tenant, company: _company, isActive, ...entry } = row;
  return { ...entry, isActive: isActive === 1 };
}

/**
 * Adds or replaces. An entry that is older than the stored one, by `modifiedAt`, changes nothing,
 * so a late page never undoes a newer write. Of two within one second the one that comes last
 * stays.
 */
export async function upsertDirectory(
  db: Db,
  tenant: string,
  company: string,
  entries: readonly NamedEntry[],
): Promise<void> {
  for (const entry of entries) await upsertEntry(db, tenant, company, entry);
}

async function upsertEntry(
  db: Db,
  tenant: string,
  company: string,
  entry: NamedEntry,
): Promise<void> {
  const values = {
    name: entry.name,
    canonicalName: entry.canonicalName,
    email: entry.email,
    phone: entry.phone,
    address: entry.address,
    balance: entry.balance,
    currency: entry.currency,
    sku: entry.sku,
    price: entry.price,
    description: entry.description,
    isActive: flag(entry.isActive),
    version: entry.version,
    createdAt: entry.createdAt,
    modifiedAt: entry.modifiedAt,
    seenAt: entry.seenAt,
  };
  await db
    .insertInto("directory")
    .values({ tenant, company, type: entry.type, id: entry.id, ...values })
    .onConflict((conflict) =>
      conflict
        .columns(["tenant", "company", "type", "id"])
        .doUpdateSet(values)
        .whereRef("excluded.modifiedAt", ">=", "directory.modifiedAt"),
    )
    .execute();
}

/** For a record that was seen deleted; an inactive one stays, marked so. */
export async function removeFromDirectory(
  db: Db,
  tenant: string,
  company: string,
  type: string,
  id: string,
): Promise<void> {
  await db
    .deleteFrom("directory")
    .where((eb) => eb.and({ tenant, company, type, id }))
    .execute();
}

/** Null when the company has no such record, as far as the ledger knows. */
export async function findInDirectory(
  db: Db,
  tenant: string,
  company: string,
  type: string,
  id: string,
): Promise<NamedEntry | null> {
  const row = await db
    .selectFrom("directory")
    .selectAll()
    .where((eb) => eb.and({ tenant, company, type, id }))
    .executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

/** Entries whose canonical name equals `canonicalName`, active ones first, then by id. */
export async function findInDirectoryByName(
  db: Db,
  tenant: string,
  company: string,
  type: string,
  canonicalName: string,
  limit: number,
): Promise<readonly NamedEntry[]> {
  const rows = await db
    .selectFrom("directory")
    .selectAll()
    .where((eb) => eb.and({ tenant, company, type, canonicalName }))
    .orderBy("isActive", "desc")
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(fromRow);
}

/** Inactive ones count too. */
export async function countDirectory(
  db: Db,
  tenant: string,
  company: string,
  type: string,
): Promise<number> {
  const row = await db
    .selectFrom("directory")
    .select((eb) => eb.fn.countAll().as("count"))
    .where((eb) => eb.and({ tenant, company, type }))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** The ids of a type, inactive ones too. */
export async function listDirectoryIds(
  db: Db,
  tenant: string,
  company: string,
  type: string,
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom("directory")
    .select("id")
    .where((eb) => eb.and({ tenant, company, type }))
    .execute();
  return rows.map(({ id }) => id);
}
