/**
 * Links: which Salesforce record and which QuickBooks record are one, per mapping, org and
 * company.
 */
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import type { Selectable } from "kysely";
import { dropHeldChangesOf } from "./held-changes.ts";
import type { Db, MappedScope, Scope } from "./ledger.ts";
import { flag, idOf, mappedColumns, rowNumber, scopeColumns } from "./row-values.ts";
import type { Schema } from "./schema.ts";
import { type Given, rowCount, statement } from "./statement.ts";

export interface Link extends MappedScope {
  readonly id: string;
  readonly salesforceRef: RecordRef;
  readonly quickbooksRef: RecordRef;
  /** Moves with every change of the link's base images: the fence (F7). */
  readonly revision: number;
  readonly createdAt: string;
  readonly lastSyncAt: string | null;
  readonly name: string;
  readonly salesforceDeleted: boolean;
  readonly quickbooksDeleted: boolean;
}

export type NewLink = Omit<Link, "id" | "revision">;

type Row = Selectable<Schema["links"]>;

/** The columns of a record of either system. */
type RefCondition =
  | Pick<Row, "salesforceType" | "salesforceId">
  | Pick<Row, "quickbooksType" | "quickbooksId">;

function activeLinks(db: Db) {
  return db.selectFrom("links").selectAll().where("endedAt", "is", null);
}

const INSERT = statement((db, given: Given<Omit<Row, "id">>) =>
  db.insertInto("links").values(given).returningAll(),
);

const FIND = statement((db, given: Given<Pick<Row, "id">>) =>
  activeLinks(db).where("id", "=", given.id),
);

/** By whatever columns are given. */
const FIND_BY = statement((db, given: Given<Partial<Row>>) =>
  activeLinks(db)
    .where((eb) => eb.and({ ...given }))
    .orderBy("id"),
);

/** Changes what is given. */
const CHANGE = statement((db, { id, ...change }: Given<Partial<Row> & Pick<Row, "id">>) =>
  db.updateTable("links").set(change).where("id", "=", id),
);

const CHANGE_ACTIVE = statement((db, { id, ...change }: Given<Partial<Row> & Pick<Row, "id">>) =>
  db.updateTable("links").set(change).where("id", "=", id).where("endedAt", "is", null),
);

type Fence = Pick<Row, "id" | "revision"> & { readonly expected: number };

const BUMP = statement((db, given: Given<Fence>) =>
  db
    .updateTable("links")
    .set({ revision: given.revision })
    .where("id", "=", given.id)
    .where("revision", "=", given.expected)
    .where("endedAt", "is", null),
);

const LIST = statement(
  (db, given: Given<Scope & { readonly after: number; readonly limit: number }>) =>
    activeLinks(db)
      .where("tenant", "=", given.tenant)
      .where("org", "=", given.org)
      .where("company", "=", given.company)
      .where("id", ">", given.after)
      .orderBy("id")
      .limit(rowCount(given.limit)),
);

function fromRow(row: Row): Link {
  return {
    ...mappedColumns(row),
    id: idOf(row.id),
    salesforceRef: { system: "salesforce", type: row.salesforceType, id: row.salesforceId },
    quickbooksRef: { system: "quickbooks", type: row.quickbooksType, id: row.quickbooksId },
    revision: row.revision,
    createdAt: row.createdAt,
    lastSyncAt: row.lastSyncAt,
    name: row.name,
    salesforceDeleted: row.salesforceDeleted === 1,
    quickbooksDeleted: row.quickbooksDeleted === 1,
  };
}

/**
 * Starts at revision 1. Rejects when either record already has an active link in the scope (I5).
 */
export async function insertLink(db: Db, link: NewLink): Promise<Link> {
  const row = await INSERT.only(db, {
    ...mappedColumns(link),
    salesforceType: link.salesforceRef.type,
    salesforceId: link.salesforceRef.id,
    quickbooksType: link.quickbooksRef.type,
    quickbooksId: link.quickbooksRef.id,
    revision: 1,
    createdAt: link.createdAt,
    lastSyncAt: link.lastSyncAt,
    name: link.name,
    salesforceDeleted: flag(link.salesforceDeleted),
    quickbooksDeleted: flag(link.quickbooksDeleted),
    endedAt: null,
  });
  return fromRow(row);
}

/** Null also for a link that has ended. */
export async function findLink(db: Db, id: string): Promise<Link | null> {
  const row = await FIND.first(db, { id: rowNumber(id) });
  return row === undefined ? null : fromRow(row);
}

/** The active links of a record in every mapping, org and company, oldest first. */
export async function findLinksByRef(
  db: Db,
  tenant: string,
  ref: RecordRef,
): Promise<readonly Link[]> {
  const rows = await FIND_BY.rows(db, { tenant, ...refCondition(ref) });
  return rows.map(fromRow);
}

/** The active link of a record of either system; at most one in this scope (I5). */
export async function findLinkByRef(
  db: Db,
  scope: MappedScope,
  ref: RecordRef,
): Promise<Link | null> {
  const row = await FIND_BY.first(db, { ...mappedColumns(scope), ...refCondition(ref) });
  return row === undefined ? null : fromRow(row);
}

const WAS_LINKED = statement((db, given: Given<Partial<Row> & { readonly before: string }>) => {
  const { before, ...condition } = given;
  return db
    .selectFrom("links")
    .select("id")
    .where((eb) => eb.and({ ...condition }))
    .where("createdAt", "<=", before)
    .limit(1);
});

/** Whether the record had a link by then, be it ended since: it was there already. */
export async function wasLinkedBy(
  db: Db,
  scope: MappedScope,
  ref: RecordRef,
  before: string,
): Promise<boolean> {
  const given = { ...mappedColumns(scope), ...refCondition(ref), before };
  return (await WAS_LINKED.first(db, given)) !== undefined;
}

const ANY = statement((db, given: Given<MappedScope>) =>
  activeLinks(db)
    .where((eb) => eb.and({ ...given }))
    .limit(1),
);

/** Whether anything is linked in this scope: where nothing is, no record need be looked up. */
export async function hasLinks(db: Db, scope: MappedScope): Promise<boolean> {
  return (await ANY.first(db, mappedColumns(scope))) !== undefined;
}

function refCondition(ref: RecordRef): RefCondition {
  return ref.system === "salesforce"
    ? { salesforceType: ref.type, salesforceId: ref.id }
    : { quickbooksType: ref.type, quickbooksId: ref.id };
}

/** Ends the association; both records may then be linked anew. The row stays as history. */
export async function endLink(db: Db, id: string, at: string): Promise<void> {
  await CHANGE_ACTIVE.run(db, { id: rowNumber(id), endedAt: at });
  await dropHeldChangesOf(db, id);
}

/**
 * The fence: moves an active link from revision `expected` to the next. False when somebody moved
 * or ended it since `expected` was read; what was planned from it must not be committed.
 */
export async function bumpRevision(db: Db, id: string, expected: number): Promise<boolean> {
  const { changes } = await BUMP.run(db, {
    id: rowNumber(id),
    revision: expected + 1,
    expected,
  });
  return changes === 1;
}

export interface LinkChange {
  readonly lastSyncAt?: string;
  readonly name?: string;
  readonly salesforceDeleted?: boolean;
  readonly quickbooksDeleted?: boolean;
}

/** Changes what is given and leaves the rest. Not fenced: nothing here is merged from. */
export async function touchLink(db: Db, id: string, change: LinkChange): Promise<void> {
  const { lastSyncAt, name, salesforceDeleted, quickbooksDeleted } = change;
  const set = {
    ...(lastSyncAt !== undefined && { lastSyncAt }),
    ...(name !== undefined && { name }),
    ...(salesforceDeleted !== undefined && { salesforceDeleted: flag(salesforceDeleted) }),
    ...(quickbooksDeleted !== undefined && { quickbooksDeleted: flag(quickbooksDeleted) }),
  };
  if (Object.keys(set).length === 0) return;
  await CHANGE.run(db, { ...set, id: rowNumber(id) });
}

/** The active ones. */
export async function countLinks(db: Db, tenant: string): Promise<number> {
  const row = await db
    .selectFrom("links")
    .select((eb) => eb.fn.countAll().as("count"))
    .where("tenant", "=", tenant)
    .where("endedAt", "is", null)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** The active ones of one mapping. */
export async function countLinksOf(db: Db, scope: MappedScope): Promise<number> {
  const row = await db
    .selectFrom("links")
    .select((eb) => eb.fn.countAll().as("count"))
    .where((eb) => eb.and({ ...mappedColumns(scope) }))
    .where("endedAt", "is", null)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Active links after the id `after`, oldest first. */
export async function listLinks(
  db: Db,
  scope: Scope,
  page: { readonly after: string | null; readonly limit: number },
): Promise<readonly Link[]> {
  const rows = await LIST.rows(db, {
    ...scopeColumns(scope),
    after: page.after === null ? 0 : rowNumber(page.after),
    limit: page.limit,
  });
  return rows.map(fromRow);
}
