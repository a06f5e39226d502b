/** Sweep: everything that changed in a company since a cursor, at one metered call a step. */
import { must } from "@accord-sync/core/errors/assert.ts";
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import { isoSeconds } from "@accord-sync/core/ports/clock.ts";
import type { Sweep, SweptChange } from "@accord-sync/core/ports/remote.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import type { CompanyApi } from "../api/company-api.ts";
import { DIRECTORY_ONLY_TYPES } from "../entity-types.ts";
import { type JsonObject, objectsOf, textOf } from "@accord-sync/core/json/lossless-json.ts";
import { QUERY_ROWS_MAX, quoteText } from "../query/query-text.ts";
import { selectObservations } from "../query/run-query.ts";
import { readSighting } from "../records/observe-record.ts";
import { epochOf } from "../records/quickbooks-time.ts";
import {
  type Following,
  readCursor,
  type Scanning,
  type SweepCursor,
  writeCursor,
} from "./sweep-cursor.ts";

/** Most objects in one CDC answer, over all its types (documented). */
export const CDC_OBJECTS_MAX = 1000;
/** Re-read at each step, for changes that became visible late; milliseconds (Q10). */
export const SWEEP_OVERLAP_MS = 5_000;
/** CDC looks back 30 days; we stop a day short of it. */
export const CDC_LOOK_BACK_MS = 29 * 24 * 3_600_000;
/** Rows read twice when pages must be counted, because a record that changes leaves its place. */
export const SCAN_OVERLAP_ROWS = 100;

export async function sweepCompany(
  api: CompanyApi,
  mappings: readonly Mapping[],
  cursor: string | null,
  now: number,
): Promise<Result<Sweep>> {
  const fresh = isoSeconds(now - SWEEP_OVERLAP_MS);
  if (cursor === null) return succeed(ended([], { state: "following", since: fresh }));
  const position = must(readCursor(cursor), "the sweep cursor is one that this adapter wrote");
  if (position.state === "scanning") return scan(api, mappings, position);
  if (now - (epochOf(position.since) ?? 0) > CDC_LOOK_BACK_MS) {
    // Too old for CDC. Deletions of that time are not found; name lists are deactivated, not deleted.
    return succeed(ended([], scanFrom(position.since, fresh)));
  }
  return follow(api, mappings, position);
}

/** Types to sweep: the mapped ones, and those whose names clash with customers'. */
function sweptTypes(mappings: readonly Mapping[]): readonly string[] {
  return [
    ...new Set([...mappings.map((mapping) => mapping.quickbooksType), ...DIRECTORY_ONLY_TYPES]),
  ];
}

function mappingOf(mappings: readonly Mapping[], type: string): Mapping | null {
  return mappings.find((mapping) => mapping.quickbooksType === type) ?? null;
}

async function follow(
  api: CompanyApi,
  mappings: readonly Mapping[],
  { since }: Following,
): Promise<Result<Sweep>> {
  const types = sweptTypes(mappings);
  const answer = await api.get("cdc", { entities: types.join(","), changedSince: since });
  if (!answer.ok) return answer;
  const answeredAt = epochOf(textOf(answer.value, "time"));
  const changes = readChanges(answer.value, types, mappings);
  if (answeredAt === null || changes === null) {
    return fail(operationalError("REMOTE_ANSWER_UNREADABLE", { system: "QuickBooks" }));
  }
  const next = isoSeconds(answeredAt - SWEEP_OVERLAP_MS);
  const isFull = changes.length >= CDC_OBJECTS_MAX;
  return succeed(
    ended(changes, isFull ? scanFrom(since, next) : { state: "following", since: next }),
  );
}

function readChanges(
  body: JsonObject,
  types: readonly string[],
  mappings: readonly Mapping[],
): readonly SweptChange[] | null {
  const groups = objectsOf(body, "CDCResponse").flatMap((part) => objectsOf(part, "QueryResponse"));
  const changes = types.flatMap((type) =>
    groups
      .flatMap((group) => objectsOf(group, type))
      .map((record) => ({ type, sighting: readSighting(type, mappingOf(mappings, type), record) })),
  );
  const readable = changes.flatMap(({ type, sighting }) =>
    sighting === null ? [] : [{ type, sighting }],
  );
  return readable.length === changes.length ? readable : null;
}

function scanFrom(since: string, thenSince: string): Scanning {
  return { state: "scanning", type: 0, from: since, start: 1, since, thenSince };
}

async function scan(
  api: CompanyApi,
  mappings: readonly Mapping[],
  position: Scanning,
): Promise<Result<Sweep>> {
  const type = sweptTypes(mappings)[position.type];
  // The types may have become fewer since the scan began.
  if (type === undefined)
    return succeed(ended([], { state: "following", since: position.thenSince }));
  const page = await selectObservations(api, mappingOf(mappings, type), {
    type,
    where: [`MetaData.LastUpdatedTime >= ${quoteText(position.from)}`],
    orderBy: "MetaData.LastUpdatedTime",
    start: position.start,
  });
  if (!page.ok) return page;
  const changes = page.value.map((observation) => ({
    type,
    sighting: { kind: "found", observation } as const,
  }));
  const isLastPage = page.value.length < QUERY_ROWS_MAX;
  const lastTime = page.value.at(-1)?.modifiedAt ?? position.from;
  const isLastType = position.type + 1 >= sweptTypes(mappings).length;
  if (!isLastPage) return succeed(ended(changes, nextPage(position, lastTime)));
  if (!isLastType) return succeed(ended(changes, nextType(position)));
  return succeed(ended(changes, { state: "following", since: position.thenSince }));
}

/** Goes on from the last time that was seen; only a second that fills a page alone is counted through. */
function nextPage(position: Scanning, lastTime: string): Scanning {
  if (lastTime > position.from) return { ...position, from: lastTime, start: 1 };
  return { ...position, start: position.start + QUERY_ROWS_MAX - SCAN_OVERLAP_ROWS };
}

function nextType(position: Scanning): Scanning {
  return { ...position, type: position.type + 1, from: position.since, start: 1 };
}

function ended(changes: readonly SweptChange[], cursor: SweepCursor): Sweep {
  return { changes, cursor: writeCursor(cursor), isFull: cursor.state === "scanning" };
}
