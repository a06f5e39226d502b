/** Backfills: what was asked for, how far it came, and what is being written of it just now. */
import type { Selectable } from "kysely";
import type { Db, Scope } from "./ledger.ts";
import { scopeColumns } from "./row-values.ts";
import type { Schema } from "./schema.ts";
import { type Given, statement } from "./statement.ts";

export type BackfillState =
  | "reading"
  | "ready"
  | "applying"
  | "paused"
  | "done"
  | "cancelled"
  | "failed";

/** Calls, as the vendors count them. */
export interface CallSum {
  readonly metered: number;
  readonly free: number;
  readonly salesforce: number;
}

/** A page that was sent, or is about to be: durable with its intents. */
export interface PageUnderWay {
  readonly kind: "create" | "mark";
  readonly target: "salesforce" | "quickbooks";
  readonly mapping: string;
  /** Each item with the intent that carries it out. */
  readonly rows: readonly { readonly item: string; readonly intent: string }[];
  /** Salesforce's job that was given them last: it is over before the page is settled. Default: none. */
  readonly job?: string;
}

export interface Backfill extends Scope {
  readonly id: string;
  readonly state: BackfillState;
  /** JSON, the engine's own. */
  readonly request: string;
  /** The survey that it is planned from; null when it is no longer kept. */
  readonly survey: string | null;
  /** JSON, how far the planning came; null before and after it. */
  readonly position: string | null;
  readonly underWay: PageUnderWay | null;
  /** JSON of the OperationalError that it waits for, or that ended it. */
  readonly error: string | null;
  readonly calls: CallSum;
  readonly expected: CallSum | null;
  readonly expectedMinutes: number | null;
  readonly startedAt: string;
  readonly plannedAt: string | null;
  readonly finishedAt: string | null;
  /** Since when it is being applied without a pause, and what was done before; for its rate. */
  readonly stretchAt: string | null;
  readonly stretchDone: number;
}

type Row = Selectable<Schema["backfills"]>;
type ChangeRow = Selectable<Schema["backfillChanges"]>;

const ENDED: readonly BackfillState[] = ["done", "cancelled", "failed"];
const NO_CALLS: CallSum = { metered: 0, free: 0, salesforce: 0 };

function fromRow(row: Row): Backfill {
  return {
    ...row,
    state: row.state as BackfillState,
    underWay: row.underWay === null ? null : (JSON.parse(row.underWay) as PageUnderWay),
    calls: JSON.parse(row.calls) as CallSum,
    expected: row.expected === null ? null : (JSON.parse(row.expected) as CallSum),
  };
}

export interface NewBackfill extends Scope {
  readonly id: string;
  readonly request: string;
  readonly survey: string;
  readonly startedAt: string;
}

export async function insertBackfill(db: Db, backfill: NewBackfill): Promise<void> {
  await db
    .insertInto("backfills")
    .values({
      ...scopeColumns(backfill),
      id: backfill.id,
      state: "reading",
      request: backfill.request,
      survey: backfill.survey,
      position: null,
      underWay: null,
      error: null,
      calls: JSON.stringify(NO_CALLS),
      expected: null,
      expectedMinutes: null,
      startedAt: backfill.startedAt,
      plannedAt: null,
      finishedAt: null,
      stretchAt: null,
      stretchDone: 0,
    })
    .execute();
}

const FIND = statement((db, given: Given<Pick<Row, "id">>) =>
  db.selectFrom("backfills").selectAll().where("id", "=", given.id),
);

/** Null when there is none of this id. */
export async function findBackfill(db: Db, id: string): Promise<Backfill | null> {
  const row = await FIND.first(db, { id });
  return row === undefined ? null : fromRow(row);
}

const OPEN = statement((db, given: Given<Scope>) =>
  db
    .selectFrom("backfills")
    .selectAll()
    .where((eb) => eb.and({ ...given }))
    .where((eb) =>
      eb.or([
        eb("state", "not in", ENDED),
        eb("underWay", "is not", null),
        eb("survey", "is not", null),
      ]),
    )
    .orderBy("startedAt"),
);

/** Those with something left to do, oldest first: one that ended may still have a page to settle. */
export async function listOpenBackfills(db: Db, scope: Scope): Promise<readonly Backfill[]> {
  return (await OPEN.rows(db, scopeColumns(scope))).map(fromRow);
}

export function isEnded({ state }: Pick<Backfill, "state">): boolean {
  return ENDED.includes(state);
}

/** Newest first. */
export async function listBackfills(
  db: Db,
  tenant: string,
  limit: number,
): Promise<readonly Backfill[]> {
  const rows = await db
    .selectFrom("backfills")
    .selectAll()
    .where("tenant", "=", tenant)
    .orderBy("startedAt", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.map(fromRow);
}

export type BackfillChange = Partial<
  Pick<
    Backfill,
    | "state"
    | "survey"
    | "position"
    | "underWay"
    | "error"
    | "expected"
    | "expectedMinutes"
    | "plannedAt"
    | "finishedAt"
    | "stretchAt"
    | "stretchDone"
  >
>;

/** Changes what is given and leaves the rest. */
export async function updateBackfill(db: Db, id: string, change: BackfillChange): Promise<void> {
  const { underWay, expected, ...plain } = change;
  const json = (value: object | null): string | null =>
    value === null ? null : JSON.stringify(value);
  await db
    .updateTable("backfills")
    .set({
      ...plain,
      ...(underWay !== undefined && { underWay: json(underWay) }),
      ...(expected !== undefined && { expected: json(expected) }),
    })
    .where("id", "=", id)
    .execute();
}

/** Moves it on from one of `from`; false when it is in another state by now. */
export async function moveBackfill(
  db: Db,
  id: string,
  from: readonly BackfillState[],
  change: BackfillChange & { readonly state: BackfillState },
): Promise<boolean> {
  const held = await findBackfill(db, id);
  if (held === null || !from.includes(held.state)) return false;
  await updateBackfill(db, id, change);
  return true;
}

/** Calls that were made for it. Give it a transaction: it reads what it adds to. */
export async function addBackfillCalls(db: Db, id: string, more: Partial<CallSum>): Promise<void> {
  const held = await findBackfill(db, id);
  if (held === null) return;
  const calls: CallSum = {
    metered: held.calls.metered + (more.metered ?? 0),
    free: held.calls.free + (more.free ?? 0),
    salesforce: held.calls.salesforce + (more.salesforce ?? 0),
  };
  await db
    .updateTable("backfills")
    .set({ calls: JSON.stringify(calls) })
    .where("id", "=", id)
    .execute();
}

const NOTE = statement((db, given: Given<ChangeRow>) =>
  db
    .insertInto("backfillChanges")
    .values(given)
    .onConflict((conflict) => conflict.doNothing()),
);

const CHANGES = statement((db, given: Given<Pick<ChangeRow, "backfill" | "mapping">>) =>
  db
    .selectFrom("backfillChanges")
    .select("salesforceId")
    .where("backfill", "=", given.backfill)
    .where("mapping", "=", given.mapping)
    .orderBy("salesforceId"),
);

const COUNT_CHANGES = statement((db, given: Given<Pick<ChangeRow, "backfill" | "mapping">>) =>
  db
    .selectFrom("backfillItems as item")
    .innerJoin("backfillChanges as news", (join) =>
      join
        .onRef("news.backfill", "=", "item.backfill")
        .onRef("news.mapping", "=", "item.mapping")
        .onRef("news.salesforceId", "=", "item.salesforceId"),
    )
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("item.backfill", "=", given.backfill)
    .where("item.mapping", "=", given.mapping)
    .where("item.state", "=", "planned"),
);

const FORGET = statement((db, given: Given<Omit<ChangeRow, "tenant">>) =>
  db
    .deleteFrom("backfillChanges")
    .where("backfill", "=", given.backfill)
    .where("mapping", "=", given.mapping)
    .where("salesforceId", "=", given.salesforceId),
);

/** An unlinked Salesforce record is not what it was when it was read. */
export async function noteBackfillChange(
  db: Db,
  { tenant, id }: Pick<Backfill, "tenant" | "id">,
  mapping: string,
  salesforceId: string,
): Promise<void> {
  await NOTE.run(db, { tenant, backfill: id, mapping, salesforceId });
}

/** Ids of Salesforce records that changed since they were read, and were not looked at again. */
export async function listBackfillChanges(
  db: Db,
  backfill: string,
  mapping: string,
): Promise<readonly string[]> {
  return (await CHANGES.rows(db, { backfill, mapping })).map(({ salesforceId }) => salesforceId);
}

/** Of the records of planned items: those that changed since they were read. */
export async function countBackfillChanges(
  db: Db,
  backfill: string,
  mapping: string,
): Promise<number> {
  return (await COUNT_CHANGES.first(db, { backfill, mapping }))?.count ?? 0;
}

export async function forgetBackfillChange(
  db: Db,
  backfill: string,
  mapping: string,
  salesforceId: string,
): Promise<void> {
  await FORGET.run(db, { backfill, mapping, salesforceId });
}

/** What only an unfinished backfill needs. */
export async function removeBackfillHelpers(db: Db, backfill: string): Promise<void> {
  await db.deleteFrom("backfillPairs").where("backfill", "=", backfill).execute();
  await db.deleteFrom("backfillChanges").where("backfill", "=", backfill).execute();
}
