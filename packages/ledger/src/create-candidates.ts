/**
 * Candidates: records that a create of unknown outcome may have made, of which nobody but a person can tell. While
 * they are here, nothing is created from them, and for the record that the create was for nothing is created again.
 */
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import type { Db, MappedScope } from "./ledger.ts";
import { mappedColumns, type RefColumns, refColumns, refOf } from "./row-values.ts";
import type { Schema } from "./schema.ts";
import { type Given, statement } from "./statement.ts";

type Row = Schema["createCandidates"];
type Source = MappedScope & RefColumns;
type MadeColumns = Pick<Row, "madeSystem" | "madeType" | "madeId">;

const OF_SOURCE = statement((db, given: Given<Source>) =>
  db
    .selectFrom("createCandidates")
    .select(["madeSystem", "madeType", "madeId"])
    .where((eb) => eb.and({ ...given }))
    .orderBy("madeId"),
);

const SOURCES_OF = statement((db, given: Given<MappedScope & MadeColumns>) =>
  db
    .selectFrom("createCandidates")
    .select(["system", "type", "recordId"])
    .where((eb) => eb.and({ ...given }))
    .orderBy("recordId"),
);

const KEEP = statement((db, given: Given<Row>) =>
  db
    .insertInto("createCandidates")
    .values(given)
    .onConflict((conflict) => conflict.doNothing()),
);

const FREE_OF_SOURCE = statement((db, given: Given<Source>) =>
  db.deleteFrom("createCandidates").where((eb) => eb.and({ ...given })),
);

const FREE_MADE = statement((db, given: Given<MappedScope & MadeColumns>) =>
  db.deleteFrom("createCandidates").where((eb) => eb.and({ ...given })),
);

const ANY = statement((db, given: Given<MappedScope>) =>
  db
    .selectFrom("createCandidates")
    .select("at")
    .where((eb) => eb.and({ ...given }))
    .limit(1),
);

function madeColumns({ system, type, id }: RecordRef): MadeColumns {
  return { madeSystem: system, madeType: type, madeId: id };
}

/** Any of `made` may be what was created for `source`. One that is known already stays. */
export async function keepCandidates(
  db: Db,
  scope: MappedScope,
  { source, made, at }: { source: RecordRef; made: readonly RecordRef[]; at: string },
): Promise<void> {
  const columns = { ...mappedColumns(scope), ...refColumns(source), at };
  for (const each of made) await KEEP.run(db, { ...columns, ...madeColumns(each) });
}

/** What may have been created for `source`; empty when nothing is in doubt. */
export async function listCandidates(
  db: Db,
  scope: MappedScope,
  source: RecordRef,
): Promise<readonly RecordRef[]> {
  const rows = await OF_SOURCE.rows(db, { ...mappedColumns(scope), ...refColumns(source) });
  return rows.map((row) => ({ system: row.madeSystem, type: row.madeType, id: row.madeId }));
}

/** The records for which `made` may have been created. */
export async function listCandidateSources(
  db: Db,
  scope: MappedScope,
  made: RecordRef,
): Promise<readonly RecordRef[]> {
  const rows = await SOURCES_OF.rows(db, { ...mappedColumns(scope), ...madeColumns(made) });
  return rows.map(refOf);
}

/** Nothing that was created for `source` is in doubt any more. */
export async function freeCandidates(db: Db, scope: MappedScope, source: RecordRef): Promise<void> {
  await FREE_OF_SOURCE.run(db, { ...mappedColumns(scope), ...refColumns(source) });
}

/** `made` is known not to be anybody's candidate any more. */
export async function freeCandidate(db: Db, scope: MappedScope, made: RecordRef): Promise<void> {
  await FREE_MADE.run(db, { ...mappedColumns(scope), ...madeColumns(made) });
}

/** Whether `ref` may be what a create in doubt made, or is the record that one was for. */
export async function isInDoubt(db: Db, scope: MappedScope, ref: RecordRef): Promise<boolean> {
  const candidates = await listCandidates(db, scope, ref);
  return candidates.length > 0 || (await listCandidateSources(db, scope, ref)).length > 0;
}

/** Whether any create of this scope is in doubt. */
export async function hasCandidates(db: Db, scope: MappedScope): Promise<boolean> {
  return (await ANY.first(db, mappedColumns(scope))) !== undefined;
}
