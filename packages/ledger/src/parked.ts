/** Parked records: out of rotation, visible with their error, until a person or a change acts. */
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import type { Selectable } from "kysely";
import type { Db, MappedScope } from "./ledger.ts";
import {
  idOrNull,
  mappedColumns,
  type RefColumns,
  refColumns,
  refOf,
  rowNumberOrNull,
} from "./row-values.ts";
import type { Schema } from "./schema.ts";
import { type Given, statement } from "./statement.ts";

type Row = Selectable<Schema["parked"]>;
type Identity = MappedScope & RefColumns;

const PARK = statement((db, given: Given<Row>) => {
  const { error, logId, at, kind, refusedWrite, waitsFor } = given;
  return db
    .insertInto("parked")
    .values(given)
    .onConflict((conflict) =>
      conflict
        .columns(["tenant", "org", "company", "mapping", "system", "type", "recordId"])
        .doUpdateSet({ error, logId, at, kind, refusedWrite, waitsFor }),
    );
});

const UNPARK = statement((db, given: Given<Identity>) =>
  db.deleteFrom("parked").where((eb) => eb.and({ ...given })),
);

const FIND = statement((db, given: Given<Identity>) =>
  db
    .selectFrom("parked")
    .selectAll()
    .where((eb) => eb.and({ ...given })),
);

const LIST_WAITING = statement((db, given: Given<Pick<Row, "tenant" | "company">>) =>
  db
    .selectFrom("parked")
    .selectAll()
    .where((eb) => eb.and({ ...given }))
    .where("waitsFor", "is not", null)
    .orderBy("at"),
);

const RELEASE = statement((db, given: Given<Identity>) =>
  db
    .updateTable("parked")
    .set({ refusedWrite: null, waitsFor: null })
    .where((eb) => eb.and({ ...given })),
);

export interface Parked extends MappedScope {
  readonly ref: RecordRef;
  /** JSON of an OperationalError. */
  readonly error: string;
  readonly logId: string | null;
  readonly at: string;
  /** `held`: nothing is wrong, a person has to choose. */
  readonly kind: "error" | "held";
  /** The caller's own name for the write that was refused, so that it is not tried again unchanged. */
  readonly refusedWrite: string | null;
  /** The caller's own name for what would let it go on; null when only a person or a change can. */
  readonly waitsFor: string | null;
}

/** Parks a record, or replaces why it is parked. */
export async function park(db: Db, parked: Parked): Promise<void> {
  const { error, logId, at, kind, refusedWrite, waitsFor } = parked;
  const values = { error, logId: rowNumberOrNull(logId), at, kind, refusedWrite, waitsFor };
  await PARK.run(db, { ...mappedColumns(parked), ...refColumns(parked.ref), ...values });
}

/** Back into rotation; nothing happens when the record was not parked. */
export async function unpark(db: Db, scope: MappedScope, ref: RecordRef): Promise<void> {
  await UNPARK.run(db, { ...mappedColumns(scope), ...refColumns(ref) });
}

/** Why a record is parked; null when it is not. */
export async function findParked(
  db: Db,
  scope: MappedScope,
  ref: RecordRef,
): Promise<Parked | null> {
  const row = await FIND.first(db, { ...mappedColumns(scope), ...refColumns(ref) });
  return row === undefined ? null : fromRow(row);
}

/** What waits for something to happen in a company, the longest wait first. */
export async function listWaitingParked(
  db: Db,
  tenant: string,
  company: string,
): Promise<readonly Parked[]> {
  const rows = await LIST_WAITING.rows(db, { tenant, company });
  return rows.map(fromRow);
}

/** What it waited for has come: its refused write may be tried again. It stays parked until that is done. */
export async function releaseParked(db: Db, scope: MappedScope, ref: RecordRef): Promise<void> {
  await RELEASE.run(db, { ...mappedColumns(scope), ...refColumns(ref) });
}

function fromRow(row: Row): Parked {
  return {
    ...mappedColumns(row),
    ref: refOf(row),
    error: row.error,
    logId: idOrNull(row.logId),
    at: row.at,
    kind: row.kind as Parked["kind"],
    refusedWrite: row.refusedWrite,
    waitsFor: row.waitsFor,
  };
}

/**
 * How many records are set aside with an error. One whose link waits for what becomes of a deletion is none: it is
 * counted as a held delete, once a person is asked.
 */
export async function countErrors(db: Db, tenant: string): Promise<number> {
  const row = await db
    .selectFrom("parked")
    .select((eb) => eb.fn.countAll().as("count"))
    .where("tenant", "=", tenant)
    .where("kind", "=", "error")
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("links")
            .innerJoin("deletions", "deletions.linkId", "links.id")
            .select("links.id")
            .whereRef("links.tenant", "=", "parked.tenant")
            .whereRef("links.salesforceType", "=", "parked.type")
            .whereRef("links.salesforceId", "=", "parked.recordId")
            .whereRef("links.mapping", "=", "parked.mapping")
            .whereRef("links.company", "=", "parked.company")
            .where("deletions.closedAt", "is", null),
        ),
      ),
    )
    .executeTakeFirstOrThrow();
  return Number(row.count);
}
