/**
 * Departures: records of which a system said that they were deleted, and what they were merged into. Told
 * once, by a webhook or by the recycle bin; a look afterwards only finds nothing.
 */
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import type { Selectable } from "kysely";
import type { Db } from "./ledger.ts";
import { type RefColumns, refColumns } from "./row-values.ts";
import type { Schema } from "./schema.ts";
import { type Given, statement } from "./statement.ts";

type Row = Selectable<Schema["departures"]>;
type Account = Pick<Row, "tenant" | "accountId">;

export interface Departure {
  readonly ref: RecordRef;
  /** What it was merged into; null where it was deleted, or nobody said into what. */
  readonly survivor: { readonly ref: RecordRef; readonly name: string | null } | null;
}

const TELL = statement((db, given: Given<Row>) =>
  db
    .insertInto("departures")
    .values(given)
    .onConflict((conflict) =>
      conflict
        .columns(["tenant", "accountId", "system", "type", "recordId"])
        // A plain deletion, told after the merge that caused it, takes nothing back.
        .doUpdateSet({ survivorId: given.survivorId, survivorName: given.survivorName })
        .where((eb) => eb(eb.ref("excluded.survivorId"), "is not", null)),
    ),
);

const FIND = statement((db, given: Given<Account & RefColumns>) =>
  db
    .selectFrom("departures")
    .selectAll()
    .where((eb) => eb.and({ ...given })),
);

const FORGET = statement((db, given: Given<Account & RefColumns>) =>
  db.deleteFrom("departures").where((eb) => eb.and({ ...given })),
);

type Into = Account & Pick<Row, "system" | "type"> & { readonly survivorId: string };

const INTO = statement((db, given: Given<Into>) =>
  db
    .selectFrom("departures")
    .selectAll()
    .where((eb) => eb.and({ ...given })),
);

function fromRow({ system, type, recordId, survivorId, survivorName }: Row): Departure {
  return {
    ref: { system, type, id: recordId },
    survivor:
      survivorId === null ? null : { ref: { system, type, id: survivorId }, name: survivorName },
  };
}

/** Keeps what was told, at the time `at`; a survivor once named is not forgotten. */
export async function tellDeparture(
  db: Db,
  account: Account,
  { ref, survivor }: Departure,
  at: string,
): Promise<void> {
  await TELL.run(db, {
    tenant: account.tenant,
    accountId: account.accountId,
    ...refColumns(ref),
    survivorId: survivor?.ref.id ?? null,
    survivorName: survivor?.name ?? null,
    at,
  });
}

/** It is there after all, or was deleted again in another way. */
export async function forgetDeparture(
  db: Db,
  { tenant, accountId }: Account,
  ref: RecordRef,
): Promise<void> {
  await FORGET.run(db, { tenant, accountId, ...refColumns(ref) });
}

/** Null when nobody told of it. */
export async function findDeparture(
  db: Db,
  { tenant, accountId }: Account,
  ref: RecordRef,
): Promise<Departure | null> {
  const row = await FIND.first(db, { tenant, accountId, ...refColumns(ref) });
  return row === undefined ? null : fromRow(row);
}

/** Records that were merged into `survivor`. */
export async function listMergedInto(
  db: Db,
  { tenant, accountId }: Account,
  survivor: RecordRef,
): Promise<readonly RecordRef[]> {
  const { system, type, id: survivorId } = survivor;
  const rows = await INTO.rows(db, { tenant, accountId, system, type, survivorId });
  return rows.map((row) => fromRow(row).ref);
}
