/** Runs of Sync Now: what a filter selected, how far it came, and what became of each record. */
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import type { Selectable } from "kysely";
import type { Db, Scope } from "./ledger.ts";
import { refOrNull, scopeColumns } from "./row-values.ts";
import type { Schema } from "./schema.ts";
import { type Given, statement } from "./statement.ts";

export type RunState = "running" | "done" | "failed";

export interface Run extends Scope {
  readonly id: string;
  /** The QuickBooks object. */
  readonly object: string;
  readonly filter: string;
  readonly state: RunState;
  /** Token of the next page to ask for; null before the first and after the last. */
  readonly page: string | null;
  readonly found: number;
  readonly done: number;
  /** JSON of the OperationalError that ended it. */
  readonly error: string | null;
  readonly actor: string | null;
  readonly startedAt: string;
  readonly finishedAt: string | null;
}

export interface RunResult {
  readonly quickbooksId: string;
  readonly name: string;
  readonly outcome: string;
  readonly message: string;
  readonly salesforceRef: RecordRef | null;
}

const RUNNING = statement((db, given: Given<{ readonly tenant: string }>) =>
  db
    .selectFrom("runs")
    .selectAll()
    .where("tenant", "=", given.tenant)
    .where("state", "=", "running")
    .orderBy("startedAt")
    .orderBy("id"),
);

function fromRow(row: Selectable<Schema["runs"]>): Run {
  return { ...row, state: row.state as RunState };
}

function toRow(run: Run): Selectable<Schema["runs"]> {
  return {
    ...scopeColumns(run),
    id: run.id,
    object: run.object,
    filter: run.filter,
    state: run.state,
    page: run.page,
    found: run.found,
    done: run.done,
    error: run.error,
    actor: run.actor,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
  };
}

/** Before its first page is asked for, so that a crash leaves a run to go on with. */
export async function insertRun(db: Db, run: Run): Promise<void> {
  await db.insertInto("runs").values(toRow(run)).execute();
}

/** Running or ended. */
export async function findRun(db: Db, id: string): Promise<Run | null> {
  const row = await db.selectFrom("runs").selectAll().where("id", "=", id).executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

/** The latest first. */
export async function listRuns(db: Db, tenant: string, limit: number): Promise<readonly Run[]> {
  const rows = await db
    .selectFrom("runs")
    .selectAll()
    .where("tenant", "=", tenant)
    .orderBy("startedAt", "desc")
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(fromRow);
}

/** Those to go on with after a start, oldest first. */
export async function listRunningRuns(db: Db, tenant: string): Promise<readonly Run[]> {
  const rows = await RUNNING.rows(db, { tenant });
  return rows.map(fromRow);
}

export type RunChange = Partial<
  Pick<Run, "state" | "page" | "found" | "done" | "error" | "finishedAt">
>;

/** Changes what is given and leaves the rest. */
export async function updateRun(db: Db, id: string, change: RunChange): Promise<void> {
  if (Object.keys(change).length === 0) return;
  await db.updateTable("runs").set(change).where("id", "=", id).execute();
}

/** Adds the record's result, or replaces it in its place. */
export async function addRunResult(db: Db, runId: string, result: RunResult): Promise<void> {
  const scope = await db
    .selectFrom("runs")
    .select(["tenant", "org", "company"])
    .where("id", "=", runId)
    .executeTakeFirstOrThrow();
  const { quickbooksId, name, outcome, message, salesforceRef } = result;
  const values = {
    name,
    outcome,
    message,
    salesforceType: salesforceRef?.type ?? null,
    salesforceId: salesforceRef?.id ?? null,
  };
  await db
    .insertInto("runResults")
    .values({ ...scopeColumns(scope), runId, quickbooksId, ...values })
    .onConflict((conflict) => conflict.columns(["runId", "quickbooksId"]).doUpdateSet(values))
    .execute();
}

/** In the order in which the records were found. */
export async function listRunResults(db: Db, runId: string): Promise<readonly RunResult[]> {
  const rows = await db
    .selectFrom("runResults")
    .selectAll()
    .where("runId", "=", runId)
    .orderBy("id")
    .execute();
  return rows.map((row) => ({
    quickbooksId: row.quickbooksId,
    name: row.name,
    outcome: row.outcome,
    message: row.message,
    salesforceRef: refOrNull("salesforce", row.salesforceType, row.salesforceId),
  }));
}
