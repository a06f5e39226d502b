/** The items of a backfill: one for each record that the plan is about, and the pairs that may be one. */
import type { DirectoryEntry } from "@accord-sync/core/ports/remote.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { ScoredPair } from "@accord-sync/core/matching/decide-matches.ts";
import { type Selectable, sql } from "kysely";
import type { Db, MappedScope } from "./ledger.ts";
import { idOf, idOrNull, mappedColumns, rowNumber, rowNumberOrNull } from "./row-values.ts";
import type { Schema } from "./schema.ts";
import { type Given, rowCount, statement } from "./statement.ts";

export type ItemAction = "create" | "link" | "ask" | "update" | "skip";
/** `unmarked`: linked, and the mark on the Salesforce record is still to be written. */
export type ItemState = "planned" | "waiting" | "skipped" | "unmarked" | "done" | "refused";

export interface BackfillItem extends MappedScope {
  readonly id: string;
  readonly backfill: string;
  /** What is applied together has one number, and lower ones go first. */
  readonly step: number;
  readonly action: ItemAction;
  /** The system that gets a new record. */
  readonly target: SystemName | null;
  readonly state: ItemState;
  readonly name: string;
  readonly salesforceId: string | null;
  readonly quickbooksId: string | null;
  readonly score: number | null;
  /** JSON array of foreseen refusals; null for none. */
  readonly refusals: string | null;
  /** JSON of a person's choice. */
  readonly choice: string | null;
  /** The item by which this one's record is linked. */
  readonly claimedBy: string | null;
  readonly attempts: number;
  /** JSON of an OperationalError. */
  readonly error: string | null;
  readonly message: string | null;
}

export type NewItem = Pick<
  BackfillItem,
  | "backfill"
  | "step"
  | "action"
  | "target"
  | "state"
  | "name"
  | "salesforceId"
  | "quickbooksId"
  | "score"
  | "refusals"
  | "message"
> &
  MappedScope;

type Row = Selectable<Schema["backfillItems"]>;
type PairRow = Selectable<Schema["backfillPairs"]>;

const INSERT = statement((db, given: Given<Omit<Row, "id">>) =>
  db.insertInto("backfillItems").values(given),
);

export async function insertItem(db: Db, item: NewItem): Promise<void> {
  await INSERT.run(db, {
    ...mappedColumns(item),
    backfill: item.backfill,
    step: item.step,
    action: item.action,
    target: item.target,
    state: item.state,
    name: item.name,
    salesforceId: item.salesforceId,
    quickbooksId: item.quickbooksId,
    score: item.score,
    refusals: item.refusals,
    choice: null,
    claimedBy: null,
    attempts: 0,
    error: null,
    message: item.message,
  });
}

function fromRow(row: Row): BackfillItem {
  return {
    ...row,
    id: idOf(row.id),
    claimedBy: idOrNull(row.claimedBy),
    action: row.action as ItemAction,
    state: row.state as ItemState,
  };
}

const FIND = statement((db, given: Given<Pick<Row, "id">>) =>
  db.selectFrom("backfillItems").selectAll().where("id", "=", given.id),
);

/** Null when the backfill has no such item. */
export async function findItem(db: Db, backfill: string, id: string): Promise<BackfillItem | null> {
  const row = await FIND.first(db, { id: rowNumber(id) });
  return row === undefined || row.backfill !== backfill ? null : fromRow(row);
}

type ItemChange = Partial<
  Pick<
    BackfillItem,
    | "state"
    | "step"
    | "action"
    | "target"
    | "salesforceId"
    | "quickbooksId"
    | "score"
    | "choice"
    | "claimedBy"
    | "attempts"
    | "error"
    | "message"
  >
>;

const CHANGE = statement((db, { id, ...change }: Given<Partial<Row> & Pick<Row, "id">>) =>
  db.updateTable("backfillItems").set(change).where("id", "=", id),
);

/** Changes what is given and leaves the rest. */
export async function changeItem(db: Db, id: string, change: ItemChange): Promise<void> {
  const { claimedBy, ...plain } = change;
  await CHANGE.run(db, {
    ...plain,
    ...(claimedBy !== undefined && { claimedBy: rowNumberOrNull(claimedBy) }),
    id: rowNumber(id),
  });
}

const FIRST_STEP = statement((db, given: Given<Pick<Row, "backfill" | "state">>) =>
  db
    .selectFrom("backfillItems")
    .select("step")
    .where("backfill", "=", given.backfill)
    .where("state", "=", given.state)
    .orderBy("step")
    .limit(1),
);

const OF_STEP = statement(
  (db, given: Given<Pick<Row, "backfill" | "state" | "step"> & { readonly limit: number }>) =>
    db
      .selectFrom("backfillItems")
      .selectAll()
      .where("backfill", "=", given.backfill)
      .where("state", "=", given.state)
      .where("step", "=", given.step)
      .orderBy("id")
      .limit(rowCount(given.limit)),
);

/** The first items of this state that are applied together; `limitOf` tells how many of such a step. */
export async function listNextItems(
  db: Db,
  backfill: string,
  state: ItemState,
  limitOf: (step: number) => number,
): Promise<readonly BackfillItem[]> {
  const first = await FIRST_STEP.first(db, { backfill, state });
  if (first === undefined) return [];
  const { step } = first;
  const rows = await OF_STEP.rows(db, { backfill, state, step, limit: limitOf(step) });
  return rows.map(fromRow);
}

export interface ItemFilter {
  readonly action?: ItemAction | undefined;
  /** Any of these. */
  readonly states?: readonly ItemState[] | undefined;
  readonly mapping?: string | undefined;
  readonly withRefusals?: boolean | undefined;
  /** A part of the name, without case. */
  readonly text?: string | undefined;
  readonly after?: string | undefined;
}

/** In the order of planning. */
export async function listItems(
  db: Db,
  backfill: string,
  filter: ItemFilter,
  limit: number,
): Promise<readonly BackfillItem[]> {
  const { action, states, mapping, withRefusals, text, after } = filter;
  let query = db.selectFrom("backfillItems").selectAll().where("backfill", "=", backfill);
  if (action !== undefined) query = query.where("action", "=", action);
  if (states !== undefined) query = query.where("state", "in", states);
  if (mapping !== undefined) query = query.where("mapping", "=", mapping);
  if (withRefusals === true) query = query.where("refusals", "is not", null);
  if (text !== undefined && text !== "") {
    const wanted = `%${text.toLowerCase().replaceAll(/[!%_]/g, "!$&")}%`;
    query = query.where(sql<boolean>`lower(name) like ${wanted} escape '!'`);
  }
  if (after !== undefined) query = query.where("id", ">", rowNumber(after));
  return (await query.orderBy("id").limit(limit).execute()).map(fromRow);
}

export interface ItemCount {
  readonly mapping: string;
  readonly action: ItemAction;
  readonly target: SystemName | null;
  readonly state: ItemState;
  readonly hasRefusals: boolean;
  readonly count: number;
}

export async function countItems(db: Db, backfill: string): Promise<readonly ItemCount[]> {
  const rows = await db
    .selectFrom("backfillItems")
    .select((eb) => [
      "mapping",
      "action",
      "target",
      "state",
      eb("refusals", "is not", null).as("hasRefusals"),
      eb.fn.countAll<number>().as("count"),
    ])
    .where("backfill", "=", backfill)
    .groupBy(["mapping", "action", "target", "state", "hasRefusals"])
    .execute();
  return rows.map((row) => ({
    mapping: row.mapping,
    action: row.action as ItemAction,
    target: row.target,
    state: row.state as ItemState,
    hasRefusals: Number(row.hasRefusals) === 1,
    count: row.count,
  }));
}

type AskedOf = Pick<Row, "backfill" | "mapping"> & Partial<Row>;

const ASKED = statement((db, given: Given<AskedOf>) =>
  db
    .selectFrom("backfillItems")
    .selectAll()
    .where((eb) => eb.and({ ...given }))
    .where("action", "in", ["ask", "link"]),
);

/** Questions about this record, or answered with it, and the clear match that it has. */
export async function listItemsPairing(
  db: Db,
  { backfill, mapping }: Pick<BackfillItem, "backfill" | "mapping">,
  about: { readonly salesforceId: string } | { readonly quickbooksId: string },
): Promise<readonly BackfillItem[]> {
  return (await ASKED.rows(db, { backfill, mapping, ...about })).map(fromRow);
}

/** Items that wait because the record of `item` was chosen for another one. */
export async function listItemsClaimedBy(
  db: Db,
  backfill: string,
  item: string,
): Promise<readonly BackfillItem[]> {
  const rows = await db
    .selectFrom("backfillItems")
    .selectAll()
    .where("backfill", "=", backfill)
    .where("claimedBy", "=", rowNumber(item))
    .execute();
  return rows.map(fromRow);
}

/** The record of a planned item as it was read, and what the ledger learnt of it since. */
export interface ReadItem {
  readonly item: BackfillItem;
  readonly observation: Observation;
  /** The ledger knows, or may have heard, of another version. */
  readonly isChanged: boolean;
}

interface FromQuickbooks {
  readonly part: number;
  readonly id: number;
  readonly type: DirectoryEntry["type"];
}

const FROM_QUICKBOOKS = statement((db, given: Given<FromQuickbooks>) =>
  db
    .selectFrom("backfillItems as item")
    .innerJoin("surveyRecords as record", (join) =>
      join.onRef("record.recordId", "=", "item.quickbooksId").on("record.part", "=", given.part),
    )
    .leftJoin("directory as entry", (join) =>
      join
        .onRef("entry.tenant", "=", "item.tenant")
        .onRef("entry.company", "=", "item.company")
        .on("entry.type", "=", given.type)
        .onRef("entry.id", "=", "item.quickbooksId"),
    )
    .select((eb) => [
      "record.observation",
      eb
        .case()
        .when("entry.version", "=", eb.ref("record.version"))
        .then(0)
        .else(1)
        .end()
        .as("isChanged"),
    ])
    .where("item.id", "=", given.id),
);

const FROM_SALESFORCE = statement((db, given: Given<Omit<FromQuickbooks, "type">>) =>
  db
    .selectFrom("backfillItems as item")
    .innerJoin("surveyRecords as record", (join) =>
      join.onRef("record.recordId", "=", "item.salesforceId").on("record.part", "=", given.part),
    )
    .leftJoin("backfillChanges as news", (join) =>
      join
        .onRef("news.backfill", "=", "item.backfill")
        .onRef("news.mapping", "=", "item.mapping")
        .onRef("news.salesforceId", "=", "item.salesforceId"),
    )
    .select((eb) => [
      "record.observation",
      eb.case().when("news.salesforceId", "is", null).then(0).else(1).end().as("isChanged"),
    ])
    .where("item.id", "=", given.id),
);

/** Null when the item has no record in that system, or it is not kept. `type` is QuickBooks'. */
export async function readItem(
  db: Db,
  item: BackfillItem,
  from: { readonly part: string; readonly system: SystemName; readonly type: string },
): Promise<ReadItem | null> {
  const id = rowNumber(item.id);
  const part = rowNumber(from.part);
  const row =
    from.system === "quickbooks"
      ? await FROM_QUICKBOOKS.first(db, { id, part, type: from.type })
      : await FROM_SALESFORCE.first(db, { id, part });
  if (row === undefined) return null;
  const observation = JSON.parse(row.observation) as Observation;
  return { item, observation, isChanged: row.isChanged === 1 };
}

/** Planned items whose QuickBooks record the directory knows in another version than was read. */
export async function countChangedItems(
  db: Db,
  backfill: string,
  from: { readonly part: string; readonly mapping: string; readonly type: string },
): Promise<number> {
  const row = await db
    .selectFrom("backfillItems as item")
    .innerJoin("surveyRecords as record", (join) =>
      join
        .onRef("record.recordId", "=", "item.quickbooksId")
        .on("record.part", "=", rowNumber(from.part)),
    )
    .innerJoin("directory as entry", (join) =>
      join
        .onRef("entry.tenant", "=", "item.tenant")
        .onRef("entry.company", "=", "item.company")
        .on("entry.type", "=", from.type)
        .onRef("entry.id", "=", "item.quickbooksId"),
    )
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("item.backfill", "=", backfill)
    .where("item.mapping", "=", from.mapping)
    .where("item.state", "=", "planned")
    .whereRef("entry.version", "!=", "record.version")
    .executeTakeFirstOrThrow();
  return row.count;
}

const SAVE_PAIR = statement((db, given: Given<PairRow>) => {
  const { score } = given;
  return db
    .insertInto("backfillPairs")
    .values(given)
    .onConflict((conflict) =>
      conflict
        .columns(["backfill", "mapping", "quickbooksId", "salesforceId"])
        .doUpdateSet({ score }),
    );
});

type PairsOf = Pick<PairRow, "backfill" | "mapping"> & Partial<PairRow>;

const PAIRS = statement((db, given: Given<PairsOf>) =>
  db
    .selectFrom("backfillPairs")
    .select(["quickbooksId as quickbooks", "salesforceId as salesforce", "score"])
    .where((eb) => eb.and({ ...given }))
    .orderBy("score", "desc")
    .orderBy("quickbooksId")
    .orderBy("salesforceId"),
);

/** Whose plan, and of which mapping. */
export interface PairScope {
  readonly tenant: string;
  readonly backfill: string;
  readonly mapping: string;
}

export async function savePair(db: Db, scope: PairScope, pair: ScoredPair): Promise<void> {
  const { tenant, backfill, mapping } = scope;
  const { quickbooks: quickbooksId, salesforce: salesforceId, score } = pair;
  await SAVE_PAIR.run(db, { tenant, backfill, mapping, quickbooksId, salesforceId, score });
}

/** The pairs of one record, the best first. */
export async function listPairs(
  db: Db,
  { backfill, mapping }: Omit<PairScope, "tenant">,
  of: { readonly quickbooksId: string } | { readonly salesforceId: string },
): Promise<readonly ScoredPair[]> {
  return PAIRS.rows(db, { backfill, mapping, ...of });
}
