/**
 * What each migration that has run was, as a hash of its statements beside its name. A name alone does not
 * tell that a development build had another schema under it; the first statement on a missing column would,
 * in the middle of somebody's work.
 *
 * The table is the migrator's bookkeeping, like Kysely's own, and so no part of `Schema`.
 */
import { createHash } from "node:crypto";
import { type Kysely, sql } from "kysely";
import type { Db } from "./ledger.ts";
import type { LedgerMigration } from "./migrations/migration.ts";

type HashTable = { migrationHashes: { readonly name: string; readonly hash: string } };

const hashes = new WeakMap<LedgerMigration, string>();

/** Layout does not count: how a statement is wrapped changes no table. */
export function hashOf(migration: LedgerMigration): string {
  const hash = hashes.get(migration) ?? computeHash(migration);
  hashes.set(migration, hash);
  return hash;
}

function computeHash({ statements }: LedgerMigration): string {
  const text = statements.map((statement) => statement.replaceAll(/\s+/g, " ").trim()).join(";\n");
  return createHash("sha256").update(text, "utf8").digest("hex");
}

/** In the migration's own transaction, so that neither is there without the other. */
export async function keepHash(
  tx: Kysely<unknown>,
  name: string,
  migration: LedgerMigration,
): Promise<void> {
  await sql`create table if not exists migration_hashes (
    name text primary key, hash text not null)`.execute(tx);
  const hash = hashOf(migration);
  await tx.withTables<HashTable>().insertInto("migrationHashes").values({ name, hash }).execute();
}

/** By migration; empty for a new ledger, and for one from before hashes were kept. */
export async function keptHashes(db: Db): Promise<ReadonlyMap<string, string>> {
  const tables = await db.introspection.getTables();
  if (!tables.some((table) => table.name === "migration_hashes")) return new Map();
  const rows = await db
    .withTables<HashTable>()
    .selectFrom("migrationHashes")
    .select(["name", "hash"])
    .execute();
  return new Map(rows.map(({ name, hash }) => [name, hash]));
}
