/**
 * Surveys: what both systems held of some mappings when all of it was read. A survey has a part for each
 * mapping and system; its pages and the place it came to are stored together, so a reading that was cut off
 * goes on where it stopped. It belongs to whoever asked for it (`purpose` and `owner`), and is removed by them.
 *
 * A survey is old from its first moment: what it says is compared with the versions that the ledger holds
 * before anything is done by it.
 */
import type { Observation } from "@accord-sync/core/records/observation.ts";
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { Selectable } from "kysely";
import type { Db, MappedScope, Scope } from "./ledger.ts";
import { flag, idOf, mappedColumns, rowNumber, scopeColumns } from "./row-values.ts";
import type { Schema } from "./schema.ts";
import { type Given, rowCount, statement } from "./statement.ts";

export type SurveyPurpose = "backfill" | "integrity";

/** One system's records of one mapping. */
export interface SurveyPart extends MappedScope {
  readonly id: string;
  readonly survey: string;
  readonly purpose: SurveyPurpose;
  /** Whose it is: the id of the backfill, or of the comparison. */
  readonly owner: string;
  readonly system: SystemName;
  /** Whether match keys are kept beside the records. */
  readonly hasKeys: boolean;
  /** The bulk job that reads it; null before it is opened, and where none is needed. */
  readonly job: string | null;
  /** What follows the last page that is stored; null before the first, and after the last. */
  readonly position: string | null;
  readonly isRead: boolean;
  /** Records that are stored. */
  readonly records: number;
  /** Calls that it took so far, as the vendor counts them. */
  readonly calls: number;
  /** How often it began anew, because the job that read it was lost. */
  readonly restarts: number;
  readonly startedAt: string;
  readonly readAt: string | null;
}

/** What a record is matched by, in a form that equal values share. */
export interface SurveyKey {
  readonly kind: string;
  readonly value: string;
}

export interface SurveyRecord {
  /** Its place in the part; later stored ones have greater numbers. */
  readonly place: number;
  readonly observation: Observation;
}

export interface NewSurveyRecord {
  readonly observation: Observation;
  /** None where the part has no keys. */
  readonly keys: readonly SurveyKey[];
}

export interface SurveyPage {
  readonly records: readonly NewSurveyRecord[];
  /** Null after the last page. */
  readonly position: string | null;
  readonly isLast: boolean;
  readonly calls: number;
  readonly at: string;
}

type PartRow = Selectable<Schema["surveyParts"]>;
type RecordRow = Selectable<Schema["surveyRecords"]>;
type KeyRow = Selectable<Schema["surveyKeys"]>;

const INSERT_PART = statement((db, given: Given<Omit<PartRow, "id">>) =>
  db.insertInto("surveyParts").values(given).returning("id"),
);

/** By whatever columns are given. */
const PARTS = statement((db, given: Given<Partial<PartRow>>) =>
  db
    .selectFrom("surveyParts")
    .selectAll()
    .where((eb) => eb.and({ ...given }))
    .orderBy("id"),
);

const CHANGE_PART = statement((db, { id, ...change }: Given<Partial<PartRow> & { id: number }>) =>
  db.updateTable("surveyParts").set(change).where("id", "=", id),
);

type Advance = Pick<PartRow, "id" | "records" | "calls" | "position" | "isRead" | "readAt">;

const ADVANCE = statement((db, given: Given<Advance>) =>
  db
    .updateTable("surveyParts")
    .set((eb) => ({
      records: eb("records", "+", given.records),
      calls: eb("calls", "+", given.calls),
      position: given.position,
      isRead: given.isRead,
      readAt: given.readAt,
    }))
    .where("id", "=", given.id),
);

const SAVE_RECORD = statement((db, given: Given<Omit<RecordRow, "id">>) => {
  const { version, observation } = given;
  return db
    .insertInto("surveyRecords")
    .values(given)
    .onConflict((conflict) =>
      conflict.columns(["part", "recordId"]).doUpdateSet({ version, observation }),
    );
});

const SAVE_KEY = statement((db, given: Given<KeyRow>) =>
  db
    .insertInto("surveyKeys")
    .values(given)
    .onConflict((conflict) => conflict.doNothing()),
);

const LIST = statement(
  (db, { part, after, limit }: Given<{ part: number; after: number; limit: number }>) =>
    db
      .selectFrom("surveyRecords")
      .select(["id", "observation"])
      .where("part", "=", part)
      .where("id", ">", after)
      .orderBy("id")
      .limit(rowCount(limit)),
);

const FIND = statement((db, given: Given<Pick<RecordRow, "part" | "recordId">>) =>
  db
    .selectFrom("surveyRecords")
    .select(["id", "observation"])
    .where("part", "=", given.part)
    .where("recordId", "=", given.recordId),
);

type ByKey = Pick<KeyRow, "part" | "kind" | "value"> & { readonly limit: number };

const BY_KEY = statement((db, { part, kind, value, limit }: Given<ByKey>) =>
  db
    .selectFrom("surveyKeys")
    .select("recordId")
    .where("part", "=", part)
    .where("kind", "=", kind)
    .where("value", "=", value)
    .orderBy("recordId")
    .limit(rowCount(limit)),
);

type OfPart = { readonly part: number };

const DROP_KEYS = statement((db, { part }: Given<OfPart>) =>
  db.deleteFrom("surveyKeys").where("part", "=", part),
);

const DROP_RECORDS = statement((db, { part }: Given<OfPart>) =>
  db.deleteFrom("surveyRecords").where("part", "=", part),
);

function fromRow(row: PartRow): SurveyPart {
  return {
    ...mappedColumns(row),
    id: idOf(row.id),
    survey: row.survey,
    purpose: row.purpose as SurveyPurpose,
    owner: row.owner,
    system: row.system,
    hasKeys: row.hasKeys === 1,
    job: row.job,
    position: row.position,
    isRead: row.isRead === 1,
    records: row.records,
    calls: row.calls,
    restarts: row.restarts,
    startedAt: row.startedAt,
    readAt: row.readAt,
  };
}

export interface NewSurveyPart extends MappedScope {
  readonly survey: string;
  readonly purpose: SurveyPurpose;
  readonly owner: string;
  readonly system: SystemName;
  readonly hasKeys: boolean;
  readonly at: string;
}

/** Nothing of it is read yet. A survey has at most one part for a mapping and a system. */
export async function openSurveyPart(db: Db, part: NewSurveyPart): Promise<void> {
  await INSERT_PART.run(db, {
    ...mappedColumns(part),
    survey: part.survey,
    purpose: part.purpose,
    owner: part.owner,
    system: part.system,
    hasKeys: flag(part.hasKeys),
    job: null,
    position: null,
    isRead: flag(false),
    records: 0,
    calls: 0,
    restarts: 0,
    startedAt: part.at,
    readAt: null,
  });
}

/** In the order in which they were opened; empty for a survey that was removed. */
export async function listSurveyParts(db: Db, survey: string): Promise<readonly SurveyPart[]> {
  return (await PARTS.rows(db, { survey })).map(fromRow);
}

/** Null when the survey has no such part. */
export async function findSurveyPart(
  db: Db,
  survey: string,
  mapping: string,
  system: SystemName,
): Promise<SurveyPart | null> {
  const row = await PARTS.first(db, { survey, mapping, system });
  return row === undefined ? null : fromRow(row);
}

/** The parts that `owner` asked for, of every survey of its own; what is no longer needed is found by it. */
export async function listSurveyPartsOf(
  db: Db,
  scope: Scope,
  purpose: SurveyPurpose,
  owner: string,
): Promise<readonly SurveyPart[]> {
  return (await PARTS.rows(db, { ...scopeColumns(scope), purpose, owner })).map(fromRow);
}

/** Keeps the job that reads the part, before it is given anything to do. */
export async function noteSurveyJob(db: Db, part: string, job: string): Promise<void> {
  await CHANGE_PART.run(db, { id: rowNumber(part), job });
}

/**
 * Stores a page and the place it came to: give it a transaction. A record that stands in two pages, because it
 * was changed meanwhile, is stored as it came last.
 */
export async function saveSurveyPage(db: Db, part: SurveyPart, page: SurveyPage): Promise<void> {
  const { tenant } = part;
  const id = rowNumber(part.id);
  for (const { observation, keys } of page.records) {
    const recordId = observation.ref.id;
    const { version } = observation;
    const text = JSON.stringify(observation);
    await SAVE_RECORD.run(db, { tenant, part: id, recordId, version, observation: text });
    for (const { kind, value } of keys) {
      await SAVE_KEY.run(db, { tenant, part: id, kind, value, recordId });
    }
  }
  await ADVANCE.run(db, {
    id,
    records: page.records.length,
    calls: page.calls,
    position: page.position,
    isRead: flag(page.isLast),
    readAt: page.isLast ? page.at : null,
  });
}

/** What a record is by now, in the place of what it was. A record that is new goes behind all others. */
export async function replaceSurveyRecord(
  db: Db,
  { id, tenant }: Pick<SurveyPart, "id" | "tenant">,
  { observation, keys }: NewSurveyRecord,
): Promise<void> {
  const part = rowNumber(id);
  const recordId = observation.ref.id;
  const { version } = observation;
  const text = JSON.stringify(observation);
  await SAVE_RECORD.run(db, { tenant, part, recordId, version, observation: text });
  for (const { kind, value } of keys) {
    await SAVE_KEY.run(db, { tenant, part, kind, value, recordId });
  }
}

/** The job that read the part is lost: it begins anew, with nothing of it stored. */
export async function restartSurveyPart(db: Db, part: SurveyPart): Promise<void> {
  const id = rowNumber(part.id);
  await DROP_KEYS.run(db, { part: id });
  await DROP_RECORDS.run(db, { part: id });
  const restarts = part.restarts + 1;
  await CHANGE_PART.run(db, { id, job: null, position: null, records: 0, restarts });
}

/** The records behind the place `after` (0 for the first), in the order of their places. */
export async function listSurveyRecords(
  db: Db,
  part: string,
  page: { readonly after: number; readonly limit: number },
): Promise<readonly SurveyRecord[]> {
  const rows = await LIST.rows(db, { part: rowNumber(part), ...page });
  return rows.map(recordFrom);
}

/** Null when the system had no such record, or it was deleted. */
export async function findSurveyRecord(
  db: Db,
  part: string,
  recordId: string,
): Promise<SurveyRecord | null> {
  const row = await FIND.first(db, { part: rowNumber(part), recordId });
  return row === undefined ? null : recordFrom(row);
}

function recordFrom(row: { readonly id: number; readonly observation: string }): SurveyRecord {
  return { place: row.id, observation: JSON.parse(row.observation) as Observation };
}

/** Ids of the records that have this key, in their order, at most `limit`. */
export async function listSurveyIdsByKey(
  db: Db,
  part: string,
  { kind, value }: SurveyKey,
  limit: number,
): Promise<readonly string[]> {
  const rows = await BY_KEY.rows(db, { part: rowNumber(part), kind, value, limit });
  return rows.map(({ recordId }) => recordId);
}

/** Forgets a survey that nobody needs any more. */
export async function removeSurvey(db: Db, survey: string): Promise<void> {
  for (const { id } of await listSurveyParts(db, survey)) {
    await DROP_KEYS.run(db, { part: rowNumber(id) });
    await DROP_RECORDS.run(db, { part: rowNumber(id) });
  }
  await db.deleteFrom("surveyParts").where("survey", "=", survey).execute();
}
