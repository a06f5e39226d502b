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
import { type Given, rowCount, statement } from "./statement.ts";

/** An entry with the form of its name that matches are sought by. */
export type NamedEntry = DirectoryEntry & {
  readonly canonicalName: string;
  /** When QuickBooks was seen to hold this, ISO 8601. */
  readonly seenAt: string;
};

type Row = Selectable<Schema["directory"]>;
type Identity = Pick<Row, "tenant" | "company" | "type" | "id">;

const UPSERT = statement((db, given: Given<Row>) => {
  const { tenant: _tenant, company: _company, type: _type, id: _id, ...contents } = given;
  return db
    .insertInto("directory")
    .values(given)
    .onConflict((conflict) =>
      conflict
        .columns(["tenant", "company", "type", "id"])
        .doUpdateSet(contents)
        .whereRef("excluded.modifiedAt", ">=", "directory.modifiedAt"),
    );
});

const REMOVE = statement((db, given: Given<Identity>) =>
  db.deleteFrom("directory").where((eb) => eb.and({ ...given })),
);

const FIND = statement((db, given: Given<Identity>) =>
  db
    .selectFrom("directory")
    .selectAll()
    .where((eb) => eb.and({ ...given })),
);

type ByName = Pick<Row, "tenant" | "company" | "type" | "canonicalName">;

const FIND_BY_NAME = statement(
  (db, { limit, ...name }: Given<ByName & { readonly limit: number }>) =>
    db
      .selectFrom("directory")
      .selectAll()
      .where((eb) => eb.and({ ...name }))
      .orderBy("isActive", "desc")
      .orderBy("id")
      .limit(rowCount(limit)),
);

const LIST_IDS = statement((db, given: Given<Pick<Row, "tenant" | "company" | "type">>) =>
  db
    .selectFrom("directory")
    .select("id")
    .where((eb) => eb.and({ ...given })),
);

function fromRow(row: Row): NamedEntry {
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
  await UPSERT.run(db, {
    tenant,
    company,
    type: entry.type,
    id: entry.id,
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
  });
}

/** For a record that was seen deleted; an inactive one stays, marked so. */
export async function removeFromDirectory(
  db: Db,
  tenant: string,
  company: string,
  type: string,
  id: string,
): Promise<void> {
  await REMOVE.run(db, { tenant, company, type, id });
}

/** Null when the company has no such record, as far as the ledger knows. */
export async function findInDirectory(
  db: Db,
  tenant: string,
  company: string,
  type: string,
  id: string,
): Promise<NamedEntry | null> {
  const row = await FIND.first(db, { tenant, company, type, id });
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
  const rows = await FIND_BY_NAME.rows(db, { tenant, company, type, canonicalName, limit });
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
  const rows = await LIST_IDS.rows(db, { tenant, company, type });
  return rows.map(({ id }) => id);
}
