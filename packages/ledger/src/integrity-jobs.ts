/** Scheduled jobs of Sync Integrity; a job's name is unique whatever its capitals and spaces. */
import { canonicalName } from "@accord-sync/core/mapping/canonical.ts";
import type { Schedule } from "@accord-sync/core/integrity/schedule.ts";
import type { Selectable } from "kysely";
import type { Db, Scope } from "./ledger.ts";
import { flag, idOf, rowNumber, scopeColumns } from "./row-values.ts";
import type { Schema } from "./schema.ts";
import { type Given, statement } from "./statement.ts";

export interface IntegrityJob extends Scope {
  readonly id: string;
  readonly name: string;
  readonly schedule: Schedule;
  /** Ids of the mappings that are compared. */
  readonly mappings: readonly string[];
  readonly repair: boolean;
  /** When its next turn is due, ISO 8601; null when there is none any more. */
  readonly nextAt: string | null;
  /** Id of the run that it started last. */
  readonly lastRun: string | null;
  readonly actor: string;
  readonly createdAt: string;
}

type Row = Selectable<Schema["integrityJobs"]>;

const ALL = statement((db, given: Given<{ readonly tenant: string }>) =>
  db
    .selectFrom("integrityJobs")
    .selectAll()
    .where("tenant", "=", given.tenant)
    .orderBy("canonicalName"),
);

function fromRow(row: Row): IntegrityJob {
  const { canonicalName: _canonicalName, ...rest } = row;
  return {
    ...rest,
    id: idOf(row.id),
    schedule: JSON.parse(row.schedule) as Schedule,
    mappings: JSON.parse(row.mappings) as string[],
    repair: row.repair === 1,
  };
}

/** By name. */
export async function listIntegrityJobs(db: Db, tenant: string): Promise<readonly IntegrityJob[]> {
  return (await ALL.rows(db, { tenant })).map(fromRow);
}

function columns(job: Omit<IntegrityJob, "id" | "lastRun">): Omit<Row, "id" | "lastRun"> {
  return {
    ...scopeColumns(job),
    name: job.name,
    canonicalName: canonicalName(job.name),
    schedule: JSON.stringify(job.schedule),
    mappings: JSON.stringify(job.mappings),
    repair: flag(job.repair),
    nextAt: job.nextAt,
    actor: job.actor,
    createdAt: job.createdAt,
  };
}

/** Answers with its id. Rejects when the name is taken: look first, in the same transaction. */
export async function insertIntegrityJob(
  db: Db,
  job: Omit<IntegrityJob, "id" | "lastRun">,
): Promise<string> {
  const row = await db
    .insertInto("integrityJobs")
    .values({ ...columns(job), lastRun: null })
    .returning("id")
    .executeTakeFirstOrThrow();
  return idOf(row.id);
}

/** Everything but what its runs left there. */
export async function replaceIntegrityJob(
  db: Db,
  id: string,
  job: Omit<IntegrityJob, "id" | "lastRun">,
): Promise<void> {
  await db.updateTable("integrityJobs").set(columns(job)).where("id", "=", rowNumber(id)).execute();
}

/** The turn was taken: its run, and when the next one is. */
export async function turnIntegrityJob(
  db: Db,
  id: string,
  turn: { readonly nextAt: string | null; readonly lastRun: string },
): Promise<void> {
  await db.updateTable("integrityJobs").set(turn).where("id", "=", rowNumber(id)).execute();
}

/** False when there is none. */
export async function removeIntegrityJob(db: Db, tenant: string, id: string): Promise<boolean> {
  const result = await db
    .deleteFrom("integrityJobs")
    .where("tenant", "=", tenant)
    .where("id", "=", rowNumber(id))
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}
