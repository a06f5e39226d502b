import {
  operationalError,
  OperationalFailure,
} from "@accord-sync/core/errors/operational-error.ts";
import { sql } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import type { Db } from "./ledger.ts";
import { hashOf, keepHash, keptHashes } from "./migration-hashes.ts";
import { first } from "./migrations/0001-first.ts";
import { editsAndPolicies } from "./migrations/0002-edits-and-policies.ts";
import { deletionsOfLinks } from "./migrations/0003-deletions.ts";
import { surveys } from "./migrations/0004-surveys.ts";
import { backfills } from "./migrations/0005-backfills.ts";
import { waits } from "./migrations/0006-waits.ts";
import { integrity } from "./migrations/0007-integrity.ts";
import { createCandidates } from "./migrations/0009-create-candidates.ts";
import { heldChanges } from "./migrations/0010-held-changes.ts";
import { pausedConnections } from "./migrations/0011-paused-connections.ts";
import { parkedWaits } from "./migrations/0012-parked-waits.ts";
import type { LedgerMigration } from "./migrations/migration.ts";
import { statement } from "./statement.ts";

/** In order; a number is never used twice, and a migration that was released never changes. */
const MIGRATIONS: ReadonlyMap<string, LedgerMigration> = new Map([
  ["0001-first", first],
  ["0002-edits-and-policies", editsAndPolicies],
  ["0003-deletions", deletionsOfLinks],
  ["0004-surveys", surveys],
  ["0005-backfills", backfills],
  ["0006-waits", waits],
  ["0007-integrity", integrity],
  ["0009-create-candidates", createCandidates],
  ["0010-held-changes", heldChanges],
  ["0011-paused-connections", pausedConnections],
  ["0012-parked-waits", parkedWaits],
]);

/**
 * Runs the migrations that have not run, each in a transaction, so that a crash leaves the schema
 * before or after one, never within.
 *
 * Throws OperationalFailure, before anything is changed: LEDGER_NEWER_SCHEMA when one has run that this
 * build does not know, because an older build must not guess at what its rows mean; LEDGER_OTHER_SCHEMA
 * when one has run that was another under the same name, or from before that could be told.
 */
export async function migrate(db: Db): Promise<void> {
  if (await isUpToDate(db)) return;
  const executed = await executedMigrations(db);
  refuseNewer(executed);
  refuseOther(executed, await keptHashes(db));
  const provider = { getMigrations: async () => runnable() };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  if (error !== undefined) throw error;
}

/** The migrator's own tables, as they are called in statements. */
type Bookkeeping = {
  readonly kyselyMigration: { readonly name: string };
  readonly migrationHashes: { readonly name: string; readonly hash: string };
};

/** What each migration that has run was; the hash is null where none was kept. */
const EXECUTED = statement((db) =>
  db
    .withTables<Bookkeeping>()
    .selectFrom("kyselyMigration as migration")
    .leftJoin("migrationHashes as kept", "kept.name", "migration.name")
    .select(["migration.name", "kept.hash"]),
);

/**
 * One cheap look: every migration of this build has run as it is, and no other. Whatever keeps it from telling,
 * a table that is not there for one, sends the ledger the long way, which says what is wrong.
 */
async function isUpToDate(db: Db): Promise<boolean> {
  const rows = await EXECUTED.rows(db, {}).catch(() => []);
  const isKnown = ({ name, hash }: { name: string; hash: string | null }) => {
    const migration = MIGRATIONS.get(name);
    return migration !== undefined && hash === hashOf(migration);
  };
  return rows.length === MIGRATIONS.size && rows.every(isKnown);
}

function runnable(): Record<string, Migration> {
  const entries = [...MIGRATIONS].map(([name, migration]) => [name, toMigration(name, migration)]);
  return Object.fromEntries(entries) as Record<string, Migration>;
}

function toMigration(name: string, migration: LedgerMigration): Migration {
  return {
    async up(tx): Promise<void> {
      for (const statement of migration.statements) await sql.raw(statement).execute(tx);
      await keepHash(tx, name, migration);
    },
  };
}

function refuseNewer(executed: readonly string[]): void {
  const found = executed
    .filter((name) => !MIGRATIONS.has(name))
    .toSorted()
    .at(-1);
  if (found === undefined) return;
  const supported = [...MIGRATIONS.keys()].at(-1) ?? "none";
  throw new OperationalFailure(operationalError("LEDGER_NEWER_SCHEMA", { found, supported }));
}

function refuseOther(executed: readonly string[], kept: ReadonlyMap<string, string>): void {
  for (const name of executed) {
    const migration = MIGRATIONS.get(name);
    if (migration !== undefined && kept.get(name) === hashOf(migration)) continue;
    throw new OperationalFailure(operationalError("LEDGER_OTHER_SCHEMA", { found: name }));
  }
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
