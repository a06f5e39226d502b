/**
 * Reads back what was written by many rows at once, as it stands now: pages of all that changed since, by Salesforce's
 * own clock. Where that is not known, or where there are few, by their ids. What is written and not to be seen is
 * settled by looking again.
 */
import { isObject, objectsOf, textOf } from "@accord-sync/core/json/lossless-json.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { Sighting } from "@accord-sync/core/records/observation.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import { type OrgApi, queryPath, unreadable } from "../api/org-api.ts";
import { selectRecords } from "../records/soql.ts";
import { READ_ROWS_PER_CALL } from "./choose-writing.ts";
import { readMany, readRows } from "./read-many.ts";
import type { RowEnds } from "./row.ts";

/** How rows ended that were written together, before they are read back. */
export interface Written {
  readonly ends: RowEnds;
  /** None of them was written before it, ISO 8601 by Salesforce's clock; null where that is not known. */
  readonly since: string | null;
}

/** By id. Records of others that changed since may be among them. */
export function readBack(
  api: OrgApi,
  mapping: Mapping,
  { ends, since }: Written,
): Promise<Result<ReadonlyMap<string, Sighting>>> {
  const ids = [...ends.values()].flatMap((end) => (end.outcome === "written" ? [end.id] : []));
  return since === null || ids.length <= READ_ROWS_PER_CALL
    ? readMany(api, mapping, ids)
    : readSince(api, mapping, since);
}

async function readSince(
  api: OrgApi,
  mapping: Mapping,
  since: string,
): Promise<Result<ReadonlyMap<string, Sighting>>> {
  const found = new Map<string, Sighting>();
  const statement = selectRecords(mapping, `WHERE SystemModstamp >= ${since}`);
  let path: string | null = queryPath(api.dataPath, "query", statement);
  while (path !== null) {
    const page: Awaited<ReturnType<OrgApi["get"]>> = await api.get(path);
    if (!page.ok) return page;
    const { body, answeredAt } = page.value;
    if (!isObject(body)) return fail(unreadable());
    const read = readRows(mapping, objectsOf(body, "records"), answeredAt);
    if (!read.ok) return read;
    for (const sighting of read.value.sightings) {
      if (sighting.kind === "found") found.set(sighting.observation.ref.id, sighting);
    }
    const next: string | null = textOf(body, "nextRecordsUrl");
    if (next === path) return fail(unreadable());
    path = next;
  }
  return succeed(found);
}
