/**
 * Images: per link, system and role, what that system held at the last agreed point (`base`) and
 * when last seen (`seen`), as that system stores it. One base for both would loop for ever once
 * both systems normalise (F2).
 *
 * At rest the two differ in next to nothing, so what was seen is stored as what differs from the base:
 * `[{path: value, …}, path that is not there, …]`. An object instead is what was seen, whole.
 */
import type { FieldValue, Image } from "@accord-sync/core/records/image.ts";
import type { Edit, RemoteVersion } from "@accord-sync/core/records/observation.ts";
import type { RecordRef, SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { Selectable } from "kysely";
import type { Db } from "./ledger.ts";
import { flag, idOf, mappedColumns, refColumns, refOf, rowNumber } from "./row-values.ts";
import type { Schema } from "./schema.ts";
import { type Given, statement } from "./statement.ts";

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
  /** Who wrote the values that differ from the base, and when, by path. */
  readonly edits: Readonly<Record<string, Edit>>;
}

type Row = Selectable<Schema["images"]>;
type Identity = Pick<Row, "linkId" | "system" | "role">;

const SCOPE = statement((db, given: Given<{ readonly linkId: number }>) =>
  db
    .selectFrom("links")
    .select(["tenant", "org", "company", "mapping"])
    .where("id", "=", given.linkId),
);

const SAVE = statement((db, given: Given<Row>) => {
  const { tenant: _tenant, org: _org, company: _company, mapping: _mapping, ...own } = given;
  const { linkId: _linkId, role: _role, ...contents } = own;
  return db
    .insertInto("images")
    .values(given)
    .onConflict((conflict) => conflict.columns(["linkId", "system", "role"]).doUpdateSet(contents));
});

const LOAD = statement((db, given: Given<Pick<Row, "linkId">>) =>
  db
    .selectFrom("images")
    .selectAll()
    .where("linkId", "=", given.linkId)
    .orderBy("role")
    .orderBy("system"),
);

const REMOVE = statement((db, given: Given<Identity>) =>
  db.deleteFrom("images").where((eb) => eb.and({ ...given })),
);

function fromRow(row: Row): ImageRow {
  const base = JSON.parse(row.base) as Image;
  return {
    linkId: idOf(row.linkId),
    system: row.system,
    role: row.role,
    ref: refOf(row),
    version: row.version,
    modifiedAt: row.modifiedAt,
    isSettled: row.isSettled === 1,
    base,
    seen: readSeen(row.seen, base),
    edits: JSON.parse(row.edits) as Record<string, Edit>,
  };
}

type Difference = readonly [changed: Image, ...absent: readonly string[]];

function writeSeen(seen: Image, base: Image): string {
  const changed: Record<string, FieldValue> = {};
  for (const [path, value] of Object.entries(seen)) {
    if (!Object.hasOwn(base, path) || base[path] !== value) changed[path] = value;
  }
  const absent = Object.keys(base).filter((path) => !Object.hasOwn(seen, path));
  return JSON.stringify([changed, ...absent] satisfies Difference);
}

function readSeen(text: string, base: Image): Image {
  const stored = JSON.parse(text) as Image | Difference;
  if (!isDifference(stored)) return stored;
  const [changed, ...absent] = stored;
  const seen: Record<string, FieldValue> = { ...base, ...changed };
  for (const path of absent) delete seen[path];
  return seen;
}

const isDifference = (stored: Image | Difference): stored is Difference => Array.isArray(stored);

/** Adds or replaces. The rows take their link's scope. */
export async function saveImages(db: Db, rows: readonly ImageRow[]): Promise<void> {
  for (const image of rows) await saveImage(db, image);
}

async function saveImage(db: Db, image: ImageRow): Promise<void> {
  const linkId = rowNumber(image.linkId);
  const scope = await SCOPE.only(db, { linkId });
  await SAVE.run(db, {
    ...mappedColumns(scope),
    linkId,
    role: image.role,
    ...refColumns(image.ref),
    version: image.version,
    modifiedAt: image.modifiedAt,
    isSettled: flag(image.isSettled),
    base: JSON.stringify(image.base),
    seen: writeSeen(image.seen, image.base),
    edits: JSON.stringify(image.edits),
  });
}

/** Roots before members. */
export async function loadImages(db: Db, linkId: string): Promise<readonly ImageRow[]> {
  const rows = await LOAD.rows(db, { linkId: rowNumber(linkId) });
  return rows.map(fromRow);
}

/** Forgets a member record that is gone; the link and its root stay. */
export async function removeMember(
  db: Db,
  linkId: string,
  system: SystemName,
  role: string,
): Promise<void> {
  await REMOVE.run(db, { linkId: rowNumber(linkId), system, role });
}
