/**
 * Entries: values that two systems disagree on, or that a forced run replaced. No value that a
 * person wrote disappears without one (I3, I6). At most one is open per link and field.
 */
import type { FieldValue } from "@accord-sync/core/records/image.ts";
import type { AskReason } from "@accord-sync/core/merge/merge-field.ts";
import type { Edit } from "@accord-sync/core/records/observation.ts";
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { Insertable, Selectable } from "kysely";
import type { Db, MappedScope } from "./ledger.ts";
import { idOf, mappedColumns, rowNumber } from "./row-values.ts";
import type { Schema } from "./schema.ts";
import { type Given, statement } from "./statement.ts";

export type EntryKind = "conflict" | "difference" | "overridden";
export type EntryEnd = "decided" | "agreed" | "forced" | "unlinked" | "recorded" | "moved";

/**
 * Why the entry is there. A person is asked: a conflict's reason, `linked` (they differed when they were
 * linked), `drift` (they were found to differ, though neither seemed to have moved), `notTaken` (a system did not take the value), `inDoubt` (a write of ours may or may not have
 * replaced it), `guard` (one of far more changes than usual, turned aside). Or a value was replaced: by the field's policy, by its direction, or by a forced run.
 */
export type EntryReason =
  | AskReason
  | "linked"
  | "drift"
  | "notTaken"
  | "inDoubt"
  | "guard"
  | "salesforceWins"
  | "quickbooksWins"
  | "newestWins"
  | "oneWay"
  | "forced";

/** Who wrote the two values and when; null where nothing is known. */
export interface EntryEdits {
  readonly salesforceEdit: Edit | null;
  readonly quickbooksEdit: Edit | null;
}

export interface Entry extends MappedScope, EntryEdits {
  readonly id: string;
  readonly linkId: string;
  readonly field: string;
  readonly kind: EntryKind;
  readonly salesforceValue: FieldValue;
  readonly quickbooksValue: FieldValue;
  readonly baseRevision: number;
  readonly openedAt: string;
  /** Whose value a person wants to keep; the entry closes when that is carried out. */
  readonly keep: SystemName | null;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly closedAt: string | null;
  readonly closedHow: EntryEnd | null;
  /** Null in entries from before reasons were kept. */
  readonly reason: EntryReason | null;
}

export interface NewEntry extends MappedScope, EntryEdits {
  readonly linkId: string;
  readonly field: string;
  readonly kind: "conflict" | "difference";
  readonly salesforceValue: FieldValue;
  readonly quickbooksValue: FieldValue;
  readonly baseRevision: number;
  readonly openedAt: string;
  readonly reason: EntryReason | null;
}

/**
 * A value that a forced run, a policy or a one-way field replaced. `keep` is the side that won, `decidedBy`
 * who pressed.
 */
export interface Overridden extends Omit<NewEntry, "kind"> {
  readonly keep: SystemName;
  readonly decidedBy: string | null;
}

type Row = Selectable<Schema["entries"]>;

const OPEN_OF_LINK = statement((db, given: Given<Pick<Row, "linkId">>) =>
  db
    .selectFrom("entries")
    .selectAll()
    .where("linkId", "=", given.linkId)
    .where("closedAt", "is", null)
    .orderBy("id"),
);

const OF_LINK = statement((db, given: Given<Pick<Row, "linkId">>) =>
  db.selectFrom("entries").selectAll().where("linkId", "=", given.linkId).orderBy("id"),
);

function fromRow(row: Row): Entry {
  return {
    ...row,
    id: idOf(row.id),
    linkId: idOf(row.linkId),
    kind: row.kind as EntryKind,
    salesforceValue: JSON.parse(row.salesforceValue) as FieldValue,
    quickbooksValue: JSON.parse(row.quickbooksValue) as FieldValue,
    closedHow: row.closedHow as EntryEnd | null,
    reason: row.reason as EntryReason | null,
    salesforceEdit: readEdit(row.salesforceEdit),
    quickbooksEdit: readEdit(row.quickbooksEdit),
  };
}

function readEdit(text: string | null): Edit | null {
  return text === null ? null : (JSON.parse(text) as Edit);
}

function editColumns({ salesforceEdit, quickbooksEdit }: EntryEdits): {
  salesforceEdit: string | null;
  quickbooksEdit: string | null;
} {
  return {
    salesforceEdit: salesforceEdit && JSON.stringify(salesforceEdit),
    quickbooksEdit: quickbooksEdit && JSON.stringify(quickbooksEdit),
  };
}

function toRow(entry: NewEntry | Overridden): Omit<Insertable<Schema["entries"]>, "kind"> {
  return {
    ...mappedColumns(entry),
    linkId: rowNumber(entry.linkId),
    field: entry.field,
    ...valueColumns(entry),
    ...editColumns(entry),
    baseRevision: entry.baseRevision,
    openedAt: entry.openedAt,
    reason: entry.reason,
  };
}

function valueColumns(entry: Pick<Entry, "salesforceValue" | "quickbooksValue">): {
  salesforceValue: string;
  quickbooksValue: string;
} {
  return {
    salesforceValue: JSON.stringify(entry.salesforceValue),
    quickbooksValue: JSON.stringify(entry.quickbooksValue),
  };
}

/**
 * Opens an entry, or gives the open one of the same link and field the new values, edits and base
 * revision; it keeps its kind, its reason and the time it was opened. A person decided on the values they saw,
 * so a changed value clears the decision. Call it in a transaction. Answers the entry's id.
 */
export async function openEntry(db: Db, entry: NewEntry): Promise<string> {
  const held = (await listOpenEntries(db, entry.linkId)).find((open) => open.field === entry.field);
  if (held === undefined) return insertEntry(db, entry);
  const isSame =
    held.salesforceValue === entry.salesforceValue &&
    held.quickbooksValue === entry.quickbooksValue;
  await db
    .updateTable("entries")
    .set({
      ...valueColumns(entry),
      ...editColumns(entry),
      baseRevision: entry.baseRevision,
      ...(!isSame && { keep: null, decidedBy: null, decidedAt: null }),
    })
    .where("id", "=", rowNumber(held.id))
    .execute();
  return held.id;
}

async function insertEntry(db: Db, entry: NewEntry): Promise<string> {
  const row = await db
    .insertInto("entries")
    .values({ ...toRow(entry), kind: entry.kind })
    .returning("id")
    .executeTakeFirstOrThrow();
  return idOf(row.id);
}

/** Records a replaced value, closed from the start: nothing is left to decide. */
export async function recordOverridden(db: Db, entry: Overridden): Promise<void> {
  await db
    .insertInto("entries")
    .values({
      ...toRow(entry),
      kind: "overridden",
      keep: entry.keep,
      decidedBy: entry.decidedBy,
      decidedAt: entry.openedAt,
      closedAt: entry.openedAt,
      closedHow: "recorded",
    })
    .execute();
}

/** What parks a field both ways: fields with an open entry, oldest first. */
export async function listOpenEntries(db: Db, linkId: string): Promise<readonly Entry[]> {
  const rows = await OPEN_OF_LINK.rows(db, { linkId: rowNumber(linkId) });
  return rows.map(fromRow);
}

/** Open or closed. */
export async function findEntry(db: Db, id: string): Promise<Entry | null> {
  const row = await db
    .selectFrom("entries")
    .selectAll()
    .where("id", "=", rowNumber(id))
    .executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

/** Whose value is to be kept, who says so, and when. */
export interface Decision {
  readonly keep: SystemName;
  readonly by: string;
  readonly at: string;
}

/**
 * Notes a person's decision. False when the entry is closed, when there is none, and when the other value
 * was decided for before: of two people who decide at once, one is told that the other was first.
 */
export async function decideEntry(
  db: Db,
  id: string,
  { keep, by, at }: Decision,
): Promise<boolean> {
  const result = await db
    .updateTable("entries")
    .set({ keep, decidedBy: by, decidedAt: at })
    .where("id", "=", rowNumber(id))
    .where("closedAt", "is", null)
    .where((eb) => eb.or([eb("keep", "is", null), eb("keep", "=", keep)]))
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Notes what a forced run decides, whatever was decided before. */
export async function overruleEntry(db: Db, id: string, { keep, by, at }: Decision): Promise<void> {
  await db
    .updateTable("entries")
    .set({ keep, decidedBy: by, decidedAt: at })
    .where("id", "=", rowNumber(id))
    .where("closedAt", "is", null)
    .execute();
}

/** An entry that is closed stays as it was closed first. */
export async function closeEntry(db: Db, id: string, how: EntryEnd, at: string): Promise<void> {
  await db
    .updateTable("entries")
    .set({ closedAt: at, closedHow: how })
    .where("id", "=", rowNumber(id))
    .where("closedAt", "is", null)
    .execute();
}

/** How many links have an open entry. One that rests asks nothing: what becomes of it is asked elsewhere. */
export async function countOpenEntries(db: Db, tenant: string): Promise<number> {
  const row = await db
    .selectFrom("entries")
    .innerJoin("links", "links.id", "entries.linkId")
    .select((eb) => eb.fn.count("entries.linkId").distinct().as("count"))
    .where("entries.tenant", "=", tenant)
    .where("entries.closedAt", "is", null)
    .where("links.salesforceDeleted", "=", 0)
    .where("links.quickbooksDeleted", "=", 0)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** All entries of a link, closed ones too, oldest first. */
export async function listEntries(db: Db, linkId: string): Promise<readonly Entry[]> {
  const rows = await OF_LINK.rows(db, { linkId: rowNumber(linkId) });
  return rows.map(fromRow);
}
