/**
 * Runs of Sync Integrity: what each compares, how far it came, and what it counted. The steps are those of
 * `docs/spec/integrity.md`; what is structured is JSON that only the engine's `integrity/` reads.
 */
import type { Selectable } from "kysely";
import type { Db, Scope } from "./ledger.ts";
import { flag, scopeColumns } from "./row-values.ts";
import type { Schema } from "./schema.ts";
import { type Given, rowCount, statement } from "./statement.ts";

export type IntegrityState =
  | "reading"
  | "comparing"
  | "confirming"
  | "repairing"
  | "done"
  | "failed"
  | "cancelled";

/** Those in which a run still has something to do. */
export const ACTIVE_STATES: readonly IntegrityState[] = [
  "reading",
  "comparing",
  "confirming",
  "repairing",
];

export interface IntegrityRun extends Scope {
  readonly id: string;
  readonly state: IntegrityState;
  /** Who started it: a person, a job, or the engine because sweeps could not tell. */
  readonly why: "person" | "schedule" | "gap";
  /** A sentence: the job's name, or what the sweeps could not tell. */
  readonly reason: string | null;
  /** Ids of the mappings that are compared. */
  readonly mappings: readonly string[];
  /** Whether it repairs by itself. */
  readonly repair: boolean;
  readonly actor: string;
  /** What it read (`surveys.ts`). */
  readonly survey: string;
  /** JSON: where it stands within its state. */
  readonly place: string;
  /** Records that it expected to read, for the remaining time. */
  readonly expected: number;
  /** Metered calls so far. */
  readonly metered: number;
  /** JSON: what it counted, by mapping. */
  readonly totals: string;
  /** JSON of the OperationalError that it waits for, or that ended it. */
  readonly error: string | null;
  readonly startedAt: string;
  /** When the last record was read. */
  readonly readAt: string | null;
  readonly finishedAt: string | null;
}

type Row = Selectable<Schema["integrityRuns"]>;

const ACTIVE = statement((db, given: Given<{ readonly tenant: string }>) =>
  db
    .selectFrom("integrityRuns")
    .selectAll()
    .where("tenant", "=", given.tenant)
    .where("state", "in", ACTIVE_STATES)
    .orderBy("startedAt")
    .orderBy("id"),
);

const LATEST = statement((db, given: Given<{ readonly tenant: string; readonly limit: number }>) =>
  db
    .selectFrom("integrityRuns")
    .selectAll()
    .where("tenant", "=", given.tenant)
    .orderBy("startedAt", "desc")
    .orderBy("id", "desc")
    .limit(rowCount(given.limit)),
);

const FIND = statement((db, given: Given<{ readonly tenant: string; readonly id: string }>) =>
  db
    .selectFrom("integrityRuns")
    .selectAll()
    .where("tenant", "=", given.tenant)
    .where("id", "=", given.id),
);

function fromRow(row: Row): IntegrityRun {
  return {
    ...row,
    state: row.state as IntegrityState,
    why: row.why as IntegrityRun["why"],
    mappings: JSON.parse(row.mappings) as string[],
    repair: row.repair === 1,
  };
}

export async function insertIntegrityRun(db: Db, run: IntegrityRun): Promise<void> {
  const { mappings, repair, ...rest } = run;
  const row: Row = {
    ...scopeColumns(run),
    id: rest.id,
    state: rest.state,
    why: rest.why,
    reason: rest.reason,
    mappings: JSON.stringify(mappings),
    repair: flag(repair),
    actor: rest.actor,
    survey: rest.survey,
    place: rest.place,
    expected: rest.expected,
    metered: rest.metered,
    totals: rest.totals,
    error: rest.error,
    startedAt: rest.startedAt,
    readAt: rest.readAt,
    finishedAt: rest.finishedAt,
  };
  await db.insertInto("integrityRuns").values(row).execute();
}

export async function findIntegrityRun(
  db: Db,
  tenant: string,
  id: string,
): Promise<IntegrityRun | null> {
  const row = await FIND.first(db, { tenant, id });
  return row === undefined ? null : fromRow(row);
}

/** The latest first. */
export async function listIntegrityRuns(
  db: Db,
  tenant: string,
  limit: number,
): Promise<readonly IntegrityRun[]> {
  return (await LATEST.rows(db, { tenant, limit })).map(fromRow);
}

/** Those with something left to do, oldest first. */
export async function listActiveIntegrityRuns(
  db: Db,
  tenant: string,
): Promise<readonly IntegrityRun[]> {
  return (await ACTIVE.rows(db, { tenant })).map(fromRow);
}

export type IntegrityRunChange = Partial<
  Pick<
    IntegrityRun,
    "state" | "place" | "metered" | "totals" | "error" | "readAt" | "finishedAt" | "survey"
  >
>;

/**
 * Changes what is given while the run is in one of `states`; false when it is in another one, because it was
 * cancelled meanwhile: what was to go with the change must then not be done either.
 */
export async function moveIntegrityRun(
  db: Db,
  id: string,
  states: readonly IntegrityState[],
  change: IntegrityRunChange,
): Promise<boolean> {
  const result = await db
    .updateTable("integrityRuns")
    .set({ ...change, id })
    .where("id", "=", id)
    .where("state", "in", states)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Forgets ended runs, with what they found, but for the latest `keep`. */
export async function forgetIntegrityRuns(db: Db, tenant: string, keep: number): Promise<void> {
  const ended = (await listIntegrityRuns(db, tenant, keep + FORGOTTEN_AT_ONCE))
    .slice(keep)
    .filter(({ state }) => !ACTIVE_STATES.includes(state));
  for (const { id } of ended) {
    await db.deleteFrom("integrityFindings").where("runId", "=", id).execute();
    await db.deleteFrom("integrityRuns").where("id", "=", id).execute();
  }
}

const FORGOTTEN_AT_ONCE = 10;
