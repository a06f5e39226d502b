/**
 * Deletions of linked records that were seen, one row each, from the first sight to its end: what is held for a
 * person, and what the guard counts.
 */
import type { HoldReason } from "@accord-sync/core/lifecycle/judge-deletion.ts";
import type { DeletePolicy, Removal } from "@accord-sync/core/mapping/removal.ts";
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { Selectable } from "kysely";
import type { Db, MappedScope } from "./ledger.ts";
import { flag, idOf, idOrNull, mappedColumns, rowNumber, rowNumberOrNull } from "./row-values.ts";
import type { Schema } from "./schema.ts";
import { type Given, rowCount, statement } from "./statement.ts";

/** How it ended: the counterpart was removed or kept, the record came back, or the link ended or moved. */
export type DeletionEnd = "removed" | "kept" | "restored" | "unlinked" | "moved" | "bothGone";

export interface Deletion extends MappedScope {
  readonly id: string;
  readonly linkId: string;
  /** Where the record was deleted. */
  readonly system: SystemName;
  readonly seenAt: string;
  readonly isProven: boolean;
  /** `waiting`: for the grace to pass, or for a look. */
  readonly state: "waiting" | "held" | "approved" | "closed";
  /** Why it is held; the last reason where it is not any more. */
  readonly reason: HoldReason | null;
  /** The batch of the guard that it belongs to; null for none. */
  readonly batch: string | null;
  /** The counterpart's version of which a person was asked. */
  readonly askedVersion: string | null;
  /** JSON of an OperationalError: why a removal was refused. */
  readonly error: string | null;
  readonly removal: Removal | null;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly closedAt: string | null;
  readonly closedHow: DeletionEnd | null;
}

type Row = Selectable<Schema["deletions"]>;

const INSERT = statement((db, given: Given<Omit<Row, "id">>) =>
  db.insertInto("deletions").values(given).returningAll(),
);

const FIND = statement((db, given: Given<Pick<Row, "id">>) =>
  db.selectFrom("deletions").selectAll().where("id", "=", given.id),
);

const OPEN_OF_LINK = statement((db, given: Given<Pick<Row, "linkId">>) =>
  db
    .selectFrom("deletions")
    .selectAll()
    .where("linkId", "=", given.linkId)
    .where("closedAt", "is", null),
);

/** Of a closed one nothing changes any more. */
const CHANGE = statement((db, { id, ...change }: Given<Partial<Row> & Pick<Row, "id">>) =>
  db.updateTable("deletions").set(change).where("id", "=", id).where("closedAt", "is", null),
);

type Page = Pick<Row, "tenant"> & { readonly after: number; readonly limit: number };

const HELD = statement((db, given: Given<Page>) =>
  db
    .selectFrom("deletions")
    .selectAll()
    .where("tenant", "=", given.tenant)
    .where("closedAt", "is", null)
    .where("state", "=", "held")
    .where("id", ">", given.after)
    .orderBy("id")
    .limit(rowCount(given.limit)),
);

const BATCH = statement((db, given: Given<MappedScope & Pick<Row, "system">>) =>
  db
    .selectFrom("deletions")
    .select("batch")
    .where((eb) => eb.and({ ...given }))
    .where("state", "=", "held")
    .where("closedAt", "is", null)
    .where("batch", "is not", null)
    .limit(1),
);

function fromRow(row: Row): Deletion {
  return {
    ...mappedColumns(row),
    id: idOf(row.id),
    linkId: idOf(row.linkId),
    system: row.system,
    seenAt: row.seenAt,
    isProven: row.isProven === 1,
    state: row.state as Deletion["state"],
    reason: row.reason as HoldReason | null,
    batch: idOrNull(row.batch),
    askedVersion: row.askedVersion,
    error: row.error,
    removal: row.removal as Removal | null,
    decidedBy: row.decidedBy,
    decidedAt: row.decidedAt,
    closedAt: row.closedAt,
    closedHow: row.closedHow as DeletionEnd | null,
  };
}

export interface NewDeletion extends MappedScope {
  readonly linkId: string;
  readonly system: SystemName;
  readonly seenAt: string;
  readonly isProven: boolean;
}

/** Starts as waiting. Rejects while an earlier one of the same record is open. */
export async function insertDeletion(db: Db, deletion: NewDeletion): Promise<Deletion> {
  const row = await INSERT.only(db, {
    ...mappedColumns(deletion),
    linkId: rowNumber(deletion.linkId),
    system: deletion.system,
    seenAt: deletion.seenAt,
    isProven: flag(deletion.isProven),
    state: "waiting",
    reason: null,
    batch: null,
    askedVersion: null,
    error: null,
    removal: null,
    decidedBy: null,
    decidedAt: null,
    closedAt: null,
    closedHow: null,
  });
  return fromRow(row);
}

export async function findDeletion(db: Db, id: string): Promise<Deletion | null> {
  const row = await FIND.first(db, { id: rowNumber(id) });
  return row === undefined ? null : fromRow(row);
}

/** At most one for each system. */
export async function listOpenDeletions(db: Db, linkId: string): Promise<readonly Deletion[]> {
  const rows = await OPEN_OF_LINK.rows(db, { linkId: rowNumber(linkId) });
  return rows.map(fromRow);
}

/** Held ones after the id `after`, oldest first. */
export async function listHeldDeletions(
  db: Db,
  tenant: string,
  page: { readonly after: string | null; readonly limit: number },
): Promise<readonly Deletion[]> {
  const after = page.after === null ? 0 : rowNumber(page.after);
  const rows = await HELD.rows(db, { tenant, after, limit: page.limit });
  return rows.map(fromRow);
}

/** Every one, closed ones too, oldest first. */
export async function listDeletions(db: Db, tenant: string): Promise<readonly Deletion[]> {
  const rows = await db
    .selectFrom("deletions")
    .selectAll()
    .where("tenant", "=", tenant)
    .orderBy("id")
    .execute();
  return rows.map(fromRow);
}

export async function countHeldDeletions(db: Db, tenant: string): Promise<number> {
  const row = await db
    .selectFrom("deletions")
    .select((eb) => eb.fn.countAll().as("count"))
    .where("tenant", "=", tenant)
    .where("closedAt", "is", null)
    .where("state", "=", "held")
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

export async function proveDeletion(db: Db, id: string): Promise<void> {
  await CHANGE.run(db, { id: rowNumber(id), isProven: 1 });
}

/** Takes it up again: what it was held for is over. */
export async function resumeDeletion(db: Db, id: string): Promise<void> {
  await CHANGE.run(db, { id: rowNumber(id), state: "waiting" });
}

export interface Hold {
  readonly reason: HoldReason;
  readonly askedVersion: string;
  readonly batch?: string | null;
  /** JSON of an OperationalError. */
  readonly error?: string | null;
}

/** Asks a person, anew where one had approved. */
export async function holdDeletion(db: Db, id: string, hold: Hold): Promise<void> {
  await CHANGE.run(db, {
    id: rowNumber(id),
    state: "held",
    reason: hold.reason,
    askedVersion: hold.askedVersion,
    batch: rowNumberOrNull(hold.batch ?? null),
    error: hold.error ?? null,
    removal: null,
    decidedBy: null,
    decidedAt: null,
  });
}

export interface Approval {
  readonly removal: Removal;
  readonly by: string;
  readonly at: string;
}

export async function approveDeletion(
  db: Db,
  id: string,
  { removal, by, at }: Approval,
): Promise<void> {
  await CHANGE.run(db, {
    id: rowNumber(id),
    state: "approved",
    removal,
    decidedBy: by,
    decidedAt: at,
  });
}

export interface DeletionClosing {
  readonly how: DeletionEnd;
  readonly at: string;
  /** Default: as it is. */
  readonly removal?: Removal;
  /** Who decided; default: as it is. */
  readonly by?: string | null;
}

export async function closeDeletion(
  db: Db,
  id: string,
  { how, at, removal, by }: DeletionClosing,
): Promise<void> {
  await CHANGE.run(db, {
    id: rowNumber(id),
    state: "closed",
    closedAt: at,
    closedHow: how,
    ...(removal !== undefined && { removal }),
    ...(by !== undefined && { decidedBy: by, decidedAt: at }),
  });
}

/** Closes whatever is open of a link. */
export async function closeDeletionsOf(
  db: Db,
  linkId: string,
  closing: DeletionClosing,
): Promise<void> {
  for (const { id } of await listOpenDeletions(db, linkId)) await closeDeletion(db, id, closing);
}

/** How many were seen of a mapping and side since `from`, those left out that a person decided. */
export async function countDeletionsSince(
  db: Db,
  scope: MappedScope,
  system: SystemName,
  from: string,
): Promise<number> {
  const row = await db
    .selectFrom("deletions")
    .select((eb) => eb.fn.countAll().as("count"))
    .where((eb) => eb.and({ ...mappedColumns(scope), system }))
    .where("seenAt", ">=", from)
    .where("decidedBy", "is", null)
    // One that came back, or changed hands, took nothing away.
    .where((eb) =>
      eb.or([
        eb("closedHow", "is", null),
        eb("closedHow", "in", ["removed", "kept", "unlinked", "bothGone"]),
      ]),
    )
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** The open batch of a mapping and side; null when there is none. */
export async function findOpenBatch(
  db: Db,
  scope: MappedScope,
  system: SystemName,
): Promise<string | null> {
  const row = await BATCH.first(db, { ...mappedColumns(scope), system });
  return idOrNull(row?.batch ?? null);
}

const POLICY = statement((db, given: Given<MappedScope & Pick<Row, "system">>) =>
  db
    .selectFrom("deletePolicies")
    .select("policy")
    .where((eb) => eb.and({ ...given })),
);

/** What was chosen for deletions in `system`; `hold` until somebody chose. */
export async function readDeletePolicy(
  db: Db,
  scope: MappedScope,
  system: SystemName,
): Promise<DeletePolicy> {
  const row = await POLICY.first(db, { ...mappedColumns(scope), system });
  return (row?.policy ?? "hold") as DeletePolicy;
}

/** Counts for deletions that are judged from now on; what is held stays held. */
export async function setDeletePolicy(
  db: Db,
  scope: MappedScope,
  system: SystemName,
  policy: DeletePolicy,
): Promise<void> {
  await db
    .insertInto("deletePolicies")
    .values({ ...mappedColumns(scope), system, policy })
    .onConflict((conflict) =>
      conflict.columns(["tenant", "org", "company", "mapping", "system"]).doUpdateSet({ policy }),
    )
    .execute();
}
