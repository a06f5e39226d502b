/**
 * Waits: records that cannot go on before others are linked. One that is not linked itself and waits is one
 * that somebody asked for.
 */
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import type { Selectable } from "kysely";
import type { NewNotice } from "./inbox.ts";
import type { Db, MappedScope } from "./ledger.ts";
import {
  idOf,
  mappedColumns,
  type RefColumns,
  refColumns,
  refOf,
  rowNumber,
} from "./row-values.ts";
import type { Schema } from "./schema.ts";
import { type Given, statement } from "./statement.ts";

type Row = Selectable<Schema["waits"]>;
type Identity = MappedScope & RefColumns;

/** A record that is waited for. */
export interface Needed {
  readonly mapping: string;
  readonly ref: RecordRef;
  /** What a person calls it; null where that is not known. */
  readonly name: string | null;
  /** Whether it is made for whoever waits, or only waited for. */
  readonly unlinked: "make" | "wait";
}

export interface Wait extends MappedScope {
  /** The record that waits. */
  readonly ref: RecordRef;
  readonly needed: Needed;
  /** The notice in whose pass it was asked for, and the wish of that notice at the time. */
  readonly askedBy: string;
  readonly askedWish: number;
  /** What a person wants done about a possible match of the record that waits. */
  readonly onMatch: NewNotice["onMatch"];
  readonly actor: string | null;
  readonly priority: number;
  readonly at: string;
}

const INSERT = statement((db, given: Given<Row>) => db.insertInto("waits").values(given));

const OF_RECORD = statement((db, given: Given<Identity>) =>
  db
    .selectFrom("waits")
    .selectAll()
    .where((eb) => eb.and({ ...given }))
    .orderBy("at")
    .orderBy("neededType")
    .orderBy("neededId"),
);

const CLEAR = statement((db, given: Given<Partial<Row>>) =>
  db.deleteFrom("waits").where((eb) => eb.and({ ...given })),
);

type NeededColumns = Pick<
  Row,
  "tenant" | "org" | "company" | "neededMapping" | "neededSystem" | "neededType" | "neededId"
>;

const FOR_NEEDED = statement((db, given: Given<NeededColumns>) =>
  db
    .selectFrom("waits")
    .selectAll()
    .where((eb) => eb.and({ ...given }))
    .orderBy("priority")
    .orderBy("at")
    .orderBy("recordId"),
);

function fromRow(row: Row): Wait {
  return {
    ...mappedColumns(row),
    ref: refOf(row),
    needed: {
      mapping: row.neededMapping,
      ref: { system: row.neededSystem, type: row.neededType, id: row.neededId },
      name: row.neededName,
      unlinked: row.unlinked as Needed["unlinked"],
    },
    askedBy: idOf(row.askedBy),
    askedWish: row.askedWish,
    onMatch: row.onMatch as Wait["onMatch"],
    actor: row.actor,
    priority: row.priority,
    at: row.at,
  };
}

function toRow(wait: Wait): Row {
  const { needed } = wait;
  return {
    ...mappedColumns(wait),
    ...refColumns(wait.ref),
    neededMapping: needed.mapping,
    neededSystem: needed.ref.system,
    neededType: needed.ref.type,
    neededId: needed.ref.id,
    neededName: needed.name,
    unlinked: needed.unlinked,
    askedBy: rowNumber(wait.askedBy),
    askedWish: wait.askedWish,
    onMatch: wait.onMatch,
    actor: wait.actor,
    priority: wait.priority,
    at: wait.at,
  };
}

/** `scope.mapping` is the mapping of the record that is waited for. */
function neededColumns(scope: MappedScope, ref: RecordRef): NeededColumns {
  const { tenant, org, company, mapping } = scope;
  const { system, type, id } = ref;
  return {
    tenant,
    org,
    company,
    neededMapping: mapping,
    neededSystem: system,
    neededType: type,
    neededId: id,
  };
}

/** What the record waits for from now on; with none, it waits for nothing. */
export async function replaceWaits(
  db: Db,
  scope: MappedScope,
  ref: RecordRef,
  waits: readonly Wait[],
): Promise<void> {
  await clearWaits(db, scope, ref);
  for (const wait of waits) await INSERT.run(db, toRow(wait));
}

/** The record waits for nothing any more. */
export async function clearWaits(db: Db, scope: MappedScope, ref: RecordRef): Promise<void> {
  await CLEAR.run(db, { ...mappedColumns(scope), ...refColumns(ref) });
}

/** What a record waits for, oldest first. */
export async function listWaits(
  db: Db,
  scope: MappedScope,
  ref: RecordRef,
): Promise<readonly Wait[]> {
  const rows = await OF_RECORD.rows(db, { ...mappedColumns(scope), ...refColumns(ref) });
  return rows.map(fromRow);
}

/** Who waits for a record of `scope.mapping`, the most urgent first. */
export async function listWaitsFor(
  db: Db,
  scope: MappedScope,
  ref: RecordRef,
): Promise<readonly Wait[]> {
  return (await FOR_NEEDED.rows(db, neededColumns(scope, ref))).map(fromRow);
}
