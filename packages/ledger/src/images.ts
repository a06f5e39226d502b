/**
 * Images: per link, system and role, what that system held at the last agreed point (`base`) and
 * when last seen (`seen`), as that system stores it. One base for both would loop for ever once
 * both systems normalise (F2).
 */
import type { Image } from "@accord-sync/core/records/image.ts";
import type { RemoteVersion } from "@accord-sync/core/records/observation.ts";
import type { RecordRef, SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { Selectable } from "kysely";
import type { Db } from "./ledger.ts";
import { flag, idOf, mappedColumns, refColumns, refOf, rowNumber } from "./row-values.ts";
import type { Schema } from "./schema.ts";

export interface ImageRow {
  readonly linkId: string;
  readonly system: SystemName;
  /** Empty for the root, else the member's role. */
  readonly role: string;
  readonly ref: RecordRef;
  readonly version: RemoteVersion;
  readonly modifiedAt: string;
  readonly isSettled: boolean;
  readonly base: Image;
  readonly seen: Image;
}

function fromRow(row: Selectable<Schema["images"]>): ImageRow {
  return {
    linkId: idOf(row.linkId),
    system: row.system,
    role: row.role,
    ref: refOf(row),
    version: row.version,
    modifiedAt: row.modifiedAt,
    isSettled: row.isSettled === 1,
    base: JSON.parse(row.base) as Image,
    seen: JSON.parse(row.seen) as Image,
  };
}

/** Adds or replaces. The rows take their link's scope. */
export async function saveImages(db: Db, rows: readonly ImageRow[]): Promise<void> {
  for (const image of rows) await saveImage(db, image);
}

async function saveImage(db: Db, image: ImageRow): Promise<void> {
  const linkId = rowNumber(image.linkId);
  const scope = await db
    .selectFrom("links")
    .select(["tenant", "org", "company", "mapping"])
    .where("id", "=", linkId)
    .executeTakeFirstOrThrow();
  const values = {
    ...refColumns(image.ref),
    version: image.version,
    modifiedAt: image.modifiedAt,
    isSettled: flag(image.isSettled),
    base: JSON.stringify(image.base),
    seen: JSON.stringify(image.seen),
  };
  await db
    .insertInto("images")
    .values({ ...mappedColumns(scope), linkId, role: image.role, ...values })
    .onConflict((conflict) => conflict.columns(["linkId", "system", "role"]).doUpdateSet(values))
    .execute();
}

/** Roots before members. */
export async function loadImages(db: Db, linkId: string): Promise<readonly ImageRow[]> {
  const rows = await db
    .selectFrom("images")
    .selectAll()
    .where("linkId", "=", rowNumber(linkId))
    .orderBy("role")
    .orderBy("system")
    .execute();
  return rows.map(fromRow);
}

/** Forgets a member record that is gone; the link and its root stay. */
export async function removeMember(
  db: Db,
  linkId: string,
  system: SystemName,
  role: string,
): Promise<void> {
  await db
    .deleteFrom("images")
    .where("linkId", "=", rowNumber(linkId))
    .where("system", "=", system)
    .where("role", "=", role)
    .execute();
}
