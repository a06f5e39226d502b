/**
 * What runs of Sync Integrity found. A pair or an unlinked record has at most one finding a run.
 *
 *   suspect ──▶ swept ──▶ open ──▶ repairing ──▶ repaired
 *      │          │        ▲           │
 *      └──────────┴──▶ (no finding)    └──▶ open, with the reason why it remains
 */
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { Selectable } from "kysely";
import type { Db, MappedScope } from "./ledger.ts";
import { idOf, idOrNull, mappedColumns, rowNumber, rowNumberOrNull } from "./row-values.ts";
import type { Schema } from "./schema.ts";
import { type Given, rowCount, statement } from "./statement.ts";

export type FindingState = "suspect" | "swept" | "open" | "repairing" | "repaired";

export interface Finding extends MappedScope {
  readonly id: string;
  readonly runId: string;
  readonly kind: string;
  readonly state: FindingState;
  readonly systems: readonly SystemName[];
  /** Null for what is not linked. */
  readonly linkId: string | null;
  readonly salesforceId: string | null;
  readonly quickbooksId: string | null;
  readonly name: string;
  /** JSON: the fields with the values of both systems. */
  readonly fields: string;
  readonly repair: "look" | "ask" | "none";
  /** JSON: what its pair counts with in the run's sums of money. */
  readonly amounts: string;
  /** Why it remains, or what was seen; a sentence. */
  readonly note: string | null;
  /** How often it was looked at since it was suspected, or since its repair began. */
  readonly looks: number;
  readonly foundAt: string;
  readonly repairedAt: string | null;
}

type Row = Selectable<Schema["integrityFindings"]>;

const INSERT = statement((db, given: Given<Omit<Row, "id">>) =>
  db.insertInto("integrityFindings").values(given),
);

const CHANGE = statement((db, { id, ...change }: Given<Partial<Row> & { id: number }>) =>
  db.updateTable("integrityFindings").set(change).where("id", "=", id),
);

const REMOVE = statement((db, given: Given<Pick<Row, "id">>) =>
  db.deleteFrom("integrityFindings").where("id", "=", given.id),
);

type InState = Pick<Row, "runId" | "state"> & { readonly after: number; readonly limit: number };

const IN_STATE = statement((db, given: Given<InState>) =>
  db
    .selectFrom("integrityFindings")
    .selectAll()
    .where("runId", "=", given.runId)
    .where("state", "=", given.state)
    .where("id", ">", given.after)
    .orderBy("id")
    .limit(rowCount(given.limit)),
);

function fromRow(row: Row): Finding {
  return {
    ...row,
    id: idOf(row.id),
    linkId: idOrNull(row.linkId),
    state: row.state as FindingState,
    systems: JSON.parse(row.systems) as SystemName[],
    repair: row.repair as Finding["repair"],
  };
}

export async function insertFinding(db: Db, finding: Omit<Finding, "id">): Promise<void> {
  await INSERT.run(db, {
    ...mappedColumns(finding),
    runId: finding.runId,
    kind: finding.kind,
    state: finding.state,
    systems: JSON.stringify(finding.systems),
    linkId: rowNumberOrNull(finding.linkId),
    salesforceId: finding.salesforceId,
    quickbooksId: finding.quickbooksId,
    name: finding.name,
    fields: finding.fields,
    repair: finding.repair,
    amounts: finding.amounts,
    note: finding.note,
    looks: finding.looks,
    foundAt: finding.foundAt,
    repairedAt: finding.repairedAt,
  });
}

export type FindingChange = Partial<
  Pick<
    Finding,
    "kind" | "state" | "fields" | "repair" | "amounts" | "note" | "looks" | "repairedAt"
  > & { readonly systems: readonly SystemName[] }
>;

/** Changes what is given and leaves the rest. */
export async function changeFinding(db: Db, id: string, change: FindingChange): Promise<void> {
  const { systems, ...rest } = change;
  const set = { ...rest, ...(systems !== undefined && { systems: JSON.stringify(systems) }) };
  if (Object.keys(set).length === 0) return;
  await CHANGE.run(db, { ...set, id: rowNumber(id) });
}

/** For a suspect that proved to be none. */
export async function removeFinding(db: Db, id: string): Promise<void> {
  await REMOVE.run(db, { id: rowNumber(id) });
}

/** Those of the run in `state` behind the id `after`, in the order in which they were found. */
export async function listFindingsInState(
  db: Db,
  runId: string,
  state: FindingState,
  page: { readonly after: string | null; readonly limit: number },
): Promise<readonly Finding[]> {
  const after = page.after === null ? 0 : rowNumber(page.after);
  return (await IN_STATE.rows(db, { runId, state, after, limit: page.limit })).map(fromRow);
}

export interface FindingQuery {
  readonly kind?: string;
  readonly mapping?: string;
  readonly state?: "open" | "repaired";
  readonly after: string | null;
  readonly limit: number;
}

/** What people are shown: suspects are not among it. */
export async function listFindings(
  db: Db,
  runId: string,
  { kind, mapping, state, after, limit }: FindingQuery,
): Promise<readonly Finding[]> {
  const states = state === undefined ? SHOWN : state === "open" ? ["open", "repairing"] : [state];
  let query = db
    .selectFrom("integrityFindings")
    .selectAll()
    .where("runId", "=", runId)
    .where("state", "in", states)
    .where("id", ">", after === null ? 0 : rowNumber(after));
  if (kind !== undefined) query = query.where("kind", "=", kind);
  if (mapping !== undefined) query = query.where("mapping", "=", mapping);
  const rows = await query.orderBy("id").limit(limit).execute();
  return rows.map(fromRow);
}

const SHOWN: readonly string[] = ["open", "repairing", "repaired"];

/** By ids, those of the run alone. */
export async function findFindings(
  db: Db,
  runId: string,
  ids: readonly string[],
): Promise<readonly Finding[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom("integrityFindings")
    .selectAll()
    .where("runId", "=", runId)
    .where("id", "in", ids.map(rowNumber))
    .orderBy("id")
    .execute();
  return rows.map(fromRow);
}

export interface FindingCount {
  readonly mapping: string;
  readonly kind: string;
  readonly state: FindingState;
  /** The one system of what is not linked; null for pairs. */
  readonly systems: string;
  readonly isPair: boolean;
  readonly count: number;
}

/** How many there are of each sort. */
export async function countFindings(db: Db, runId: string): Promise<readonly FindingCount[]> {
  const rows = await db
    .selectFrom("integrityFindings")
    .select((eb) => [
      "mapping",
      "kind",
      "state",
      "systems",
      eb.fn.countAll().as("count"),
      eb.fn.count("linkId").as("pairs"),
    ])
    .where("runId", "=", runId)
    .groupBy(["mapping", "kind", "state", "systems"])
    .execute();
  return rows.map(({ count, pairs, state, ...rest }) => ({
    ...rest,
    state: state as FindingState,
    isPair: Number(pairs) > 0,
    count: Number(count),
  }));
}
