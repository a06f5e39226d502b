/** The log that people read: what was done or not done to a record, by whom, and why. */
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import type { Selectable } from "kysely";
import type { Db, MappedScope } from "./ledger.ts";
import {
  flag,
  idOf,
  idOrNull,
  mappedColumns,
  refOrNull,
  rowNumber,
  rowNumberOrNull,
} from "./row-values.ts";
import type { Schema } from "./schema.ts";
import { type Given, rowCount, statement } from "./statement.ts";

export type LogDirection = "salesforceToQuickbooks" | "quickbooksToSalesforce" | "none";
export type LogOutcome = "applied" | "rejected" | "unknown" | "held" | "skipped" | "noted";

export interface LogEntry extends MappedScope {
  /** Later entries have greater numbers. */
  readonly id: string;
  readonly at: string;
  readonly linkId: string | null;
  readonly salesforceRef: RecordRef | null;
  readonly quickbooksRef: RecordRef | null;
  readonly name: string | null;
  readonly direction: LogDirection;
  readonly action: string;
  readonly outcome: LogOutcome;
  readonly actor: string | null;
  readonly message: string;
  /** JSON of an OperationalError. */
  readonly error: string | null;
  /** JSON array of `{field, label, before, after}`. */
  readonly changes: string;
  readonly intentId: string | null;
  readonly reprocessed: boolean;
}

export type NewLogEntry = Omit<LogEntry, "id">;

type Row = Selectable<Schema["logEntries"]>;

const APPEND = statement((db, given: Given<Omit<Row, "id">>) =>
  db.insertInto("logEntries").values(given).returning("id"),
);

interface Page {
  readonly tenant: string;
  readonly from?: string;
  readonly to?: string;
  readonly before?: number;
  readonly limit: number;
}

/** A page of what `only` lets through; bounds that are not given are none. */
const page = (only: LogFilter["only"]) =>
  statement((db, { tenant, from, to, before, limit }: Given<Page>) => {
    let query = db.selectFrom("logEntries").selectAll().where("tenant", "=", tenant);
    if (only === "errors") {
      query = query.where("error", "is not", null).where("outcome", "!=", "held");
    }
    if (only === "held") query = query.where("outcome", "=", "held");
    if (from !== undefined) query = query.where("at", ">=", from);
    if (to !== undefined) query = query.where("at", "<", to);
    if (before !== undefined) query = query.where("id", "<", before);
    return query.orderBy("id", "desc").limit(rowCount(limit));
  });

const PAGES = { all: page("all"), errors: page("errors"), held: page("held") };

function fromRow(row: Row): LogEntry {
  return {
    ...mappedColumns(row),
    id: idOf(row.id),
    at: row.at,
    linkId: idOrNull(row.linkId),
    salesforceRef: refOrNull("salesforce", row.salesforceType, row.salesforceId),
    quickbooksRef: refOrNull("quickbooks", row.quickbooksType, row.quickbooksId),
    name: row.name,
    direction: row.direction as LogDirection,
    action: row.action,
    outcome: row.outcome as LogOutcome,
    actor: row.actor,
    message: row.message,
    error: row.error,
    changes: row.changes,
    intentId: row.intentId,
    reprocessed: row.reprocessed === 1,
  };
}

function toRow(entry: NewLogEntry): Omit<Row, "id"> {
  const { salesforceRef, quickbooksRef } = entry;
  return {
    ...mappedColumns(entry),
    at: entry.at,
    linkId: rowNumberOrNull(entry.linkId),
    salesforceType: salesforceRef?.type ?? null,
    salesforceId: salesforceRef?.id ?? null,
    quickbooksType: quickbooksRef?.type ?? null,
    quickbooksId: quickbooksRef?.id ?? null,
    name: entry.name,
    direction: entry.direction,
    action: entry.action,
    outcome: entry.outcome,
    actor: entry.actor,
    message: entry.message,
    error: entry.error,
    changes: entry.changes,
    intentId: entry.intentId,
    reprocessed: flag(entry.reprocessed),
  };
}

/** Answers the new entry's id. */
export async function appendLog(db: Db, entry: NewLogEntry): Promise<string> {
  const row = await APPEND.only(db, toRow(entry));
  return idOf(row.id);
}

export interface LogFilter {
  /** `errors`: refused with a reason; `held`: waiting for a person's choice. */
  readonly only: "all" | "errors" | "held";
  /** The first time wanted. */
  readonly from?: string;
  /** The first time not wanted any more. */
  readonly to?: string;
  /** Only entries older than the one of this id: the last of the page before. */
  readonly before?: string;
  readonly limit: number;
}

/** Newest first. */
export async function listLog(
  db: Db,
  tenant: string,
  filter: LogFilter,
): Promise<readonly LogEntry[]> {
  const { from, to, before, limit } = filter;
  const rows = await PAGES[filter.only].rows(db, {
    tenant,
    limit,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(before !== undefined && { before: rowNumber(before) }),
  });
  return rows.map(fromRow);
}

/** The log of one record, newest first. */
export async function listRecordLog(
  db: Db,
  tenant: string,
  ref: RecordRef,
  limit: number,
): Promise<readonly LogEntry[]> {
  const isSalesforce = ref.system === "salesforce";
  const rows = await db
    .selectFrom("logEntries")
    .selectAll()
    .where("tenant", "=", tenant)
    .where(isSalesforce ? "salesforceType" : "quickbooksType", "=", ref.type)
    .where(isSalesforce ? "salesforceId" : "quickbooksId", "=", ref.id)
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.map(fromRow);
}

const LOGGED = statement(
  (
    db,
    given: Given<Pick<Row, "tenant" | "linkId" | "quickbooksType" | "quickbooksId" | "action">>,
  ) =>
    db
      .selectFrom("logEntries")
      .select("id")
      .where((eb) => eb.and({ ...given })),
);

/** Whether the log tells of this action on the link's record of QuickBooks. */
export async function isLogged(
  db: Db,
  { id, tenant }: { readonly id: string; readonly tenant: string },
  { type, id: quickbooksId }: RecordRef,
  action: string,
): Promise<boolean> {
  const linkId = rowNumber(id);
  const given = { tenant, linkId, quickbooksType: type, quickbooksId, action };
  return (await LOGGED.first(db, given)) !== undefined;
}

/** Null when there is no such entry. */
export async function findLogEntry(db: Db, id: string): Promise<LogEntry | null> {
  const row = await db
    .selectFrom("logEntries")
    .selectAll()
    .where("id", "=", rowNumber(id))
    .executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

/** Notes that a person had these processed again; they stay in the log. */
export async function markReprocessed(db: Db, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await db
    .updateTable("logEntries")
    .set({ reprocessed: flag(true) })
    .where("id", "in", ids.map(rowNumber))
    .execute();
}
