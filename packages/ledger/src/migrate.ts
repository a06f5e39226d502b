import {
  operationalError,
  OperationalFailure,
} from "@accord-sync/core/errors/operational-error.ts";
import { type Migration, Migrator } from "kysely/migration";
import type { Db } from "./ledger.ts";
import { first } from "./migrations/0001-first.ts";

/** In order; a number is never used twice, and a migration that was released never changes. */
const MIGRATIONS: Readonly<Record<string, Migration>> = { "0001-first": first };

/**
 * Runs the migrations that have not run, each in a transaction, so that a crash leaves the schema
 * before or after one, never within.
 *
 * Throws OperationalFailure LEDGER_NEWER_SCHEMA when one has run that this build does not know: an
 * older build must not guess at what its rows mean.
 */
export async function migrate(db: Db): Promise<void> {
  await refuseNewer(db);
  const provider = { getMigrations: async () => ({ ...MIGRATIONS }) };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  if (error !== undefined) throw error;
}

async function refuseNewer(db: Db): Promise<void> {
  const unknown = (await executedMigrations(db)).filter((name) => !(name in MIGRATIONS));
  const found = unknown.sort().at(-1);
  if (found === undefined) return;
  const supported = Object.keys(MIGRATIONS).sort().at(-1) ?? "none";
  throw new OperationalFailure(operationalError("LEDGER_NEWER_SCHEMA", { found, supported }));
}

/** The migrator's own table; its names are not the schema's, so plain strings here. */
async function executedMigrations(db: Db): Promise<readonly string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === "kysely_migration")) return [];
  const rows = await db
    .withoutPlugins()
    .withTables<{ kysely_migration: { name: string } }>()
    .selectFrom("kysely_migration")
    .select("name")
    .execute();
  return rows.map((row) => row.name);
}
