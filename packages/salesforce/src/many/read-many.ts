/** Looks at many records by their ids, by their link marks, or at all there are: five queries of 200 in one counted request. */
import { type JsonObject, textOf } from "@accord-sync/core/json/lossless-json.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { ScanPage } from "@accord-sync/core/ports/many-records.ts";
import type { Fingerprint, UnreadableRecord } from "@accord-sync/core/ports/remote.ts";
import type { Observation, Sighting } from "@accord-sync/core/records/observation.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import { type OrgApi, unreadable } from "../api/org-api.ts";
import { queryTogether } from "../api/query-together.ts";
import { isRecordId, LINK_MARK_FIELD } from "../fields.ts";
import {
  type AnsweredAt,
  readObservation,
  readSighting,
  salesforceRef,
} from "../records/observe-record.ts";
import { madeBy, nameField, quoteText, selectRecords } from "../records/soql.ts";
import { COLLECTION_ROWS_MAX } from "./choose-writing.ts";
import { inParts } from "./row.ts";

/** By id as it was given; ids of 15 and of 18 characters are the same record. */
export async function readMany(
  api: OrgApi,
  mapping: Mapping,
  ids: readonly string[],
): Promise<Result<ReadonlyMap<string, Sighting>>> {
  const sightings = new Map<string, Sighting>(
    ids.map((id) => [id, { kind: "absent", ref: salesforceRef(mapping.salesforceType, id) }]),
  );
  const known = [...sightings.keys()].filter(isRecordId);
  const statements = inParts(known, COLLECTION_ROWS_MAX).map((part) =>
    selectRecords(mapping, `WHERE Id IN (${part.map(quoteText).join(",")})`),
  );
  const pages = await queryTogether(api, "queryAll", statements);
  if (!pages.ok) return pages;
  const bare = new Map(known.map((id) => [id.slice(0, 15), id]));
  for (const { rows, answeredAt, isDone } of pages.value) {
    // 200 rows with a few price entries each never fill a page.
    if (!isDone) return fail(unreadable());
    for (const row of rows) {
      const sighting = readSighting(mapping, row, answeredAt);
      const id = sighting === null ? textOf(row, "Id") : idOfSighting(sighting);
      if (id === null) return fail(unreadable());
      const asked = bare.get(id.slice(0, 15)) ?? id;
      if (sighting === null) sightings.delete(asked);
      else sightings.set(asked, sighting);
    }
  }
  return succeed(sightings);
}

/** The records that carry these marks, by mark; deleted ones carry none. */
export async function findMarked(
  api: OrgApi,
  mapping: Mapping,
  marks: readonly string[],
): Promise<Result<ReadonlyMap<string, Observation>>> {
  const statements = inParts(marks, COLLECTION_ROWS_MAX).map((part) =>
    selectRecords(mapping, `WHERE ${LINK_MARK_FIELD} IN (${part.map(quoteText).join(",")})`),
  );
  const pages = await queryTogether(api, "query", statements);
  if (!pages.ok) return pages;
  // Salesforce compares marks without case.
  const wanted = new Map(marks.map((mark) => [mark.toLowerCase(), mark]));
  const found = new Map<string, Observation>();
  for (const { rows, answeredAt, isDone } of pages.value) {
    if (!isDone) return fail(unreadable());
    for (const row of rows) {
      const observation = readObservation(mapping, row, answeredAt);
      const mark = wanted.get(observation?.linkMark?.toLowerCase() ?? "");
      if (observation !== null && mark !== undefined) found.set(mark, observation);
    }
  }
  return succeed(found);
}

interface Named extends Pick<Fingerprint, "createdFrom" | "createdTo" | "maker"> {
  readonly names: readonly string[];
}

/** Records of these names, or of the maker, made in the window, with a mark or without. */
export async function findNamed(
  api: OrgApi,
  mapping: Mapping,
  { names, createdFrom, createdTo, maker = null }: Named,
): Promise<Result<readonly Observation[]>> {
  const window = `CreatedDate >= ${createdFrom} AND CreatedDate <= ${createdTo}`;
  const byName = inParts(names, COLLECTION_ROWS_MAX).map(
    (part) => `${nameField(mapping)} IN (${part.map(quoteText).join(",")})`,
  );
  const wide = maker === null ? byName : [...byName, madeBy(maker)];
  const statements = wide.map((each) => selectRecords(mapping, `WHERE ${each} AND ${window}`));
  const pages = await queryTogether(api, "query", statements);
  if (!pages.ok) return pages;
  const found: Observation[] = [];
  for (const { rows, answeredAt, isDone } of pages.value) {
    if (!isDone) return fail(unreadable());
    for (const row of rows) {
      const observation = readObservation(mapping, row, answeredAt);
      if (observation !== null) found.push(observation);
    }
  }
  return succeed(found);
}

/** All that is there, where one page holds it; null where Salesforce keeps rows back for a next one. */
export async function readSmall(api: OrgApi, mapping: Mapping): Promise<Result<ScanPage | null>> {
  // Of all rows, so that a deleted price is seen as everywhere else; deleted records are left out.
  const pages = await queryTogether(api, "queryAll", [
    selectRecords(mapping, "WHERE IsDeleted = false"),
  ]);
  if (!pages.ok) return pages;
  const [page] = pages.value;
  if (page === undefined) return fail(unreadable());
  if (!page.isDone) return succeed(null);
  const read = readRows(mapping, page.rows, page.answeredAt);
  return read.ok ? succeed({ ...read.value, position: null }) : read;
}

const idOfSighting = (sighting: Sighting): string =>
  sighting.kind === "found" ? sighting.observation.ref.id : sighting.ref.id;

/** Rows of a list. One that cannot be read is named apart; where not even its id can, the whole answer is none. */
export function readRows(
  mapping: Mapping,
  rows: readonly JsonObject[],
  answeredAt: AnsweredAt,
): Result<ReadRows> {
  const sightings: Sighting[] = [];
  const apart: UnreadableRecord[] = [];
  for (const row of rows) {
    const sighting = readSighting(mapping, row, answeredAt);
    const id = textOf(row, "Id");
    if (sighting !== null) sightings.push(sighting);
    else if (id !== null) apart.push({ type: mapping.salesforceType, id });
    else return fail(unreadable());
  }
  return succeed({ sightings, unreadable: apart });
}

export type ReadRows = Pick<ScanPage, "sightings"> & {
  readonly unreadable: readonly UnreadableRecord[];
};
