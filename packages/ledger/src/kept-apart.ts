/**
 * Kept-apart marks: records that a person unlinked. No channel, sweep, backfill, retry or late
 * receipt may link or create from them; only a person's act lifts the mark.
 */
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import type { Db, MappedScope } from "./ledger.ts";
import { mappedColumns, type RefColumns, refColumns, refOf } from "./row-values.ts";
import { type Given, statement } from "./statement.ts";

type Identity = MappedScope & RefColumns;

const FIND = statement((db, given: Given<Identity>) =>
  db
    .selectFrom("keptApart")
    .select("at")
    .where((eb) => eb.and({ ...given })),
);

const LIFT = statement((db, given: Given<Identity>) =>
  db.deleteFrom("keptApart").where((eb) => eb.and({ ...given })),
);

/** Marks each of `refs`; one that has the mark keeps its first time. */
export async function keepApart(
  db: Db,
  scope: MappedScope,
  refs: readonly RecordRef[],
  at: string,
): Promise<void> {
  for (const ref of refs) {
    await db
      .insertInto("keptApart")
      .values({ ...mappedColumns(scope), ...refColumns(ref), at })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** To be asked before any link or create that no person asked for. */
export async function isKeptApart(db: Db, scope: MappedScope, ref: RecordRef): Promise<boolean> {
  const row = await FIND.first(db, { ...mappedColumns(scope), ...refColumns(ref) });
  return row !== undefined;
}

const SINCE = statement((db, given: Given<MappedScope & { readonly from: string }>) => {
  const { from, ...scope } = given;
  return db
    .selectFrom("keptApart")
    .select(["system", "type", "recordId"])
    .where((eb) => eb.and({ ...scope }))
    .where("at", ">=", from);
});

/** What was taken apart at `from` or since. */
export async function listKeptApartSince(
  db: Db,
  scope: MappedScope,
  from: string,
): Promise<readonly RecordRef[]> {
  return (await SINCE.rows(db, { ...mappedColumns(scope), from })).map(refOf);
}

const ANY = statement((db, given: Given<MappedScope>) =>
  db
    .selectFrom("keptApart")
    .select("at")
    .where((eb) => eb.and({ ...given }))
    .limit(1),
);

/** Whether anything is kept apart in this scope. */
export async function hasKeptApart(db: Db, scope: MappedScope): Promise<boolean> {
  return (await ANY.first(db, mappedColumns(scope))) !== undefined;
}

/** Only for a person's Link Record, Send or Sync Now. The other record keeps its own mark. */
export async function liftKeptApart(db: Db, scope: MappedScope, ref: RecordRef): Promise<void> {
  await LIFT.run(db, { ...mappedColumns(scope), ...refColumns(ref) });
}
