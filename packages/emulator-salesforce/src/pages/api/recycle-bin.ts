/** What the recycle bin holds, latest first, with the names as the person may see them. */
import type { PageResult } from "../../page-host.ts";
import { nameFieldOf, quoted, type World } from "./request-world.ts";
import type { DeletedRecord } from "./shapes.ts";

const BIN_ROWS_MAX = 200;

export function deletedRecords(world: World): PageResult<readonly DeletedRecord[]> {
  const binned = world.org.recycleBin().slice(0, BIN_ROWS_MAX);
  const known = new Map<string, DeletedRecord>();
  for (const objectName of new Set(binned.map(({ objectApiName }) => objectApiName))) {
    const ids = binned.filter((each) => each.objectApiName === objectName).map(({ id }) => id);
    for (const record of namesOf(world, objectName, ids)) known.set(record.id, record);
  }
  const rows = binned.flatMap(({ id, deletedAt }): DeletedRecord[] => {
    const record = known.get(id);
    return record === undefined
      ? []
      : [{ ...record, deletedAt: new Date(deletedAt).toISOString() }];
  });
  return { ok: true, value: rows };
}

/** An object that the person may not read gives none. */
function namesOf(world: World, objectName: string, ids: readonly string[]): DeletedRecord[] {
  const object = world.describe(objectName);
  if (!object.ok) return [];
  const nameField = nameFieldOf(object.value);
  const found = world.org.queryAll(
    `SELECT Id, ${nameField}, LastModifiedBy.Name FROM ${objectName} ` +
      `WHERE Id IN (${ids.map(quoted).join(", ")})`,
  );
  if (!found.ok) return [];
  return found.value.records.map((row) => {
    const by = row["LastModifiedBy"] as { readonly Name?: string } | null | undefined;
    const id = String(row["Id"]);
    return {
      id,
      name: typeof row[nameField] === "string" ? row[nameField] : id,
      object: objectName,
      label: object.value.label,
      deletedBy: by?.Name ?? "",
      deletedAt: "",
    };
  });
}
