/**
 * Holds: where a system changed far more records of a mapping than usual, and what a person decided; and the
 * links that wait for that, one row each. A row goes when its link's change was dealt with.
 */
import type { ChangeKind } from "@accord-sync/core/lifecycle/change-guard.ts";
import type { FieldValue } from "@accord-sync/core/records/image.ts";
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import { type Selectable, sql } from "kysely";
import type { Db, MappedScope } from "./ledger.ts";
import { idOf, mappedColumns, rowNumber } from "./row-values.ts";
import type { Schema } from "./schema.ts";
import { type Given, rowCount, statement } from "./statement.ts";

/** `open`: asked. `reversed`: all was taken back before anybody answered. */
export type HoldState = "open" | "released" | "aside" | "undone" | "reversed";

export interface ChangeHold extends MappedScope {
  readonly id: string;
  /** Where the records were changed. */
  readonly system: SystemName;
  readonly kind: ChangeKind;
  readonly state: HoldState;
  /** When the first of the records that were counted was carried over. */
  readonly since: string;
  readonly openedAt: string;
  /** Records that were carried over before it was held. */
  readonly written: number;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
}

/** A value that waits, as it stands in the system where it was changed. */
export interface HeldField {
  readonly name: string;
  readonly label: string;
  /** What the other system holds. */
  readonly before: FieldValue;
  readonly after: FieldValue;
  /** Who changed it and when; null where that is not known. */
  readonly by: string | null;
  readonly at: string | null;
}

export interface HeldChange {
  readonly linkId: string;
  readonly system: SystemName;
  readonly hold: string;
  readonly fields: readonly HeldField[];
}

type HoldRow = Selectable<Schema["changeHolds"]>;
type Row = Selectable<Schema["heldChanges"]>;

function holdOf(row: HoldRow): ChangeHold {
  return {
    ...mappedColumns(row),
    id: idOf(row.id),
    system: row.system,
    kind: row.kind as ChangeKind,
    state: row.state as HoldState,
    since: row.since,
    openedAt: row.openedAt,
    written: row.written,
    decidedBy: row.decidedBy,
    decidedAt: row.decidedAt,
  };
}

function changeOf(row: Row): HeldChange {
  return {
    linkId: idOf(row.linkId),
    system: row.system,
    hold: idOf(row.hold),
    fields: JSON.parse(row.fields) as readonly HeldField[],
  };
}

export type NewHold = Omit<ChangeHold, "id" | "state" | "decidedBy" | "decidedAt">;

/** Rejects while another one of the same mapping and system is open. */
export async function openHold(db: Db, hold: NewHold): Promise<ChangeHold> {
  const row = await db
    .insertInto("changeHolds")
    .values({
      ...mappedColumns(hold),
      system: hold.system,
      kind: hold.kind,
      state: "open",
      since: hold.since,
      openedAt: hold.openedAt,
      written: hold.written,
      decidedBy: null,
      decidedAt: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return holdOf(row);
}

/** The open ones, and those decided of which links are still to be dealt with; oldest first. */
export async function listHoldsUnderWay(db: Db, tenant: string): Promise<readonly ChangeHold[]> {
  const rows = await db
    .selectFrom("changeHolds")
    .selectAll()
    .where("tenant", "=", tenant)
    .where((eb) =>
      eb.or([
        eb("state", "=", "open"),
        eb.exists(
          eb
            .selectFrom("heldChanges")
            .select("linkId")
            .whereRef("heldChanges.hold", "=", "changeHolds.id"),
        ),
      ]),
    )
    .orderBy("id")
    .execute();
  return rows.map(holdOf);
}

/** When the last one of each mapping and system was decided: from then on it is counted anew. */
export async function listLastDecisions(
  db: Db,
  tenant: string,
): Promise<readonly (Pick<ChangeHold, "mapping" | "system"> & { readonly at: string })[]> {
  const rows = await db
    .selectFrom("changeHolds")
    .select((eb) => ["mapping", "system", eb.fn.max("decidedAt").as("at")])
    .where("tenant", "=", tenant)
    .where("decidedAt", "is not", null)
    .groupBy(["mapping", "system"])
    .execute();
  return rows.map(({ mapping, system, at }) => ({ mapping, system, at: at ?? "" }));
}

export async function findHold(db: Db, id: string): Promise<ChangeHold | null> {
  const row = await db
    .selectFrom("changeHolds")
    .selectAll()
    .where("id", "=", rowNumber(id))
    .executeTakeFirst();
  return row === undefined ? null : holdOf(row);
}

/** False when it is not open any more. */
export async function decideHold(
  db: Db,
  id: string,
  decision: {
    readonly state: Exclude<HoldState, "open">;
    readonly by: string;
    readonly at: string;
  },
): Promise<boolean> {
  const { state, by, at } = decision;
  const result = await db
    .updateTable("changeHolds")
    .set({ state, decidedBy: by, decidedAt: at })
    .where("id", "=", rowNumber(id))
    .where("state", "=", "open")
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

const KEEP = statement((db, given: Given<Omit<Row, "tenant">>) =>
  db
    .insertInto("heldChanges")
    .columns(["tenant", "linkId", "system", "hold", "at", "fields"])
    .expression((eb) =>
      eb
        .selectFrom("changeHolds")
        .select((from) => [
          "changeHolds.tenant",
          sql<number>`${given.linkId}`.as("linkId"),
          sql<SystemName>`${given.system}`.as("system"),
          from.ref("changeHolds.id").as("hold"),
          sql<string>`${given.at}`.as("at"),
          sql<string>`${given.fields}`.as("fields"),
        ])
        .where("changeHolds.id", "=", given.hold)
        .where("changeHolds.state", "=", "open"),
    )
    .onConflict((conflict) =>
      conflict.columns(["linkId", "system"]).doUpdateSet((eb) => ({
        hold: eb.ref("excluded.hold"),
        fields: eb.ref("excluded.fields"),
      })),
    ),
);

/** Has a link's change wait for an open hold, as it stands now. False when the hold is not open any more. */
export async function holdChange(db: Db, change: HeldChange, at: string): Promise<boolean> {
  const { changes } = await KEEP.run(db, {
    linkId: rowNumber(change.linkId),
    system: change.system,
    hold: rowNumber(change.hold),
    at,
    fields: JSON.stringify(change.fields),
  });
  return changes === 1;
}

const OF_LINK = statement((db, given: Given<Pick<Row, "linkId">>) =>
  db.selectFrom("heldChanges").selectAll().where("linkId", "=", given.linkId),
);

/** At most one for each system. */
export async function listHeldChangesOf(db: Db, linkId: string): Promise<readonly HeldChange[]> {
  return (await OF_LINK.rows(db, { linkId: rowNumber(linkId) })).map(changeOf);
}

const DROP = statement((db, given: Given<Pick<Row, "linkId" | "system">>) =>
  db
    .deleteFrom("heldChanges")
    .where("linkId", "=", given.linkId)
    .where("system", "=", given.system),
);

/** The link's change was dealt with, or is none any more. */
export async function dropHeldChange(db: Db, linkId: string, system: SystemName): Promise<void> {
  await DROP.run(db, { linkId: rowNumber(linkId), system });
}

export async function dropHeldChangesOf(db: Db, linkId: string): Promise<void> {
  await db.deleteFrom("heldChanges").where("linkId", "=", rowNumber(linkId)).execute();
}

type Page = { readonly hold: number; readonly after: number; readonly limit: number };

const OF_HOLD = statement((db, given: Given<Page>) =>
  db
    .selectFrom("heldChanges")
    .selectAll()
    .where("hold", "=", given.hold)
    .where("linkId", ">", given.after)
    .orderBy("linkId")
    .limit(rowCount(given.limit)),
);

/** Links after the link id `after`, oldest first. */
export async function listHeldChanges(
  db: Db,
  hold: string,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<readonly HeldChange[]> {
  const rows = await OF_HOLD.rows(db, {
    hold: rowNumber(hold),
    after: after === null ? 0 : rowNumber(after),
    limit,
  });
  return rows.map(changeOf);
}

export async function countHeldChanges(db: Db, hold: string): Promise<number> {
  const row = await db
    .selectFrom("heldChanges")
    .select((eb) => eb.fn.countAll().as("count"))
    .where("hold", "=", rowNumber(hold))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Links that wait for a person. */
export async function countLinksHeld(db: Db, tenant: string): Promise<number> {
  const row = await db
    .selectFrom("heldChanges")
    .innerJoin("changeHolds", "changeHolds.id", "heldChanges.hold")
    .select((eb) => eb.fn.countAll().as("count"))
    .where("changeHolds.tenant", "=", tenant)
    .where("changeHolds.state", "=", "open")
    .executeTakeFirstOrThrow();
  return Number(row.count);
}
