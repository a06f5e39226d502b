/** Rows as observations. */
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import { textOf } from "@accord-sync/core/json/lossless-json.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { Page, UnreadableRecord } from "@accord-sync/core/ports/remote.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import type { CompanyApi } from "../api/company-api.ts";
import { readObservation } from "../records/observe-record.ts";
import type { Selection } from "./query-text.ts";
import { selectRows } from "./select-rows.ts";
import { type IdCursor, readIdCursor, readPageById, writeIdCursor } from "./walk-by-id.ts";

/**
 * The rows as observations. One that cannot be read may be the very record that was looked for, so that the look
 * fails, and names it.
 */
export async function selectObservations(
  api: CompanyApi,
  mapping: Mapping | null,
  selection: Selection,
): Promise<Result<readonly Observation[]>> {
  const rows = await selectRows(api, selection);
  if (!rows.ok) return rows;
  const { type } = selection;
  const observations: Observation[] = [];
  for (const row of rows.value) {
    const observation = readObservation(type, mapping, row);
    const id = textOf(row, "Id");
    const system = "QuickBooks";
    if (observation !== null) observations.push(observation);
    else if (id !== null) return fail(operationalError("RECORD_UNREADABLE", { system, type, id }));
    else return fail(operationalError("REMOTE_ANSWER_UNREADABLE", { system }));
  }
  return succeed(observations);
}

/**
 * One page in the order of Id. `from` is what an earlier page gave as `next`, null for the first. One
 * read, but where a walk has to step back.
 */
export async function selectPage(
  api: CompanyApi,
  mapping: Mapping | null,
  selection: Pick<Selection, "type" | "where">,
  paging: { readonly from: string | null; readonly rows: number },
): Promise<Result<Page<Observation>>> {
  const page = await readPageById({ api, selection, rows: paging.rows }, idCursorOf(paging.from));
  if (!page.ok) return page;
  const { rows, next, calls } = page.value;
  const items: Observation[] = [];
  const unreadable: UnreadableRecord[] = [];
  for (const row of rows) {
    const observation = readObservation(selection.type, mapping, row);
    const id = textOf(row, "Id");
    if (observation !== null) items.push(observation);
    else if (id !== null) unreadable.push({ type: selection.type, id });
    else return fail(operationalError("REMOTE_ANSWER_UNREADABLE", { system: "QuickBooks" }));
  }
  return succeed({ items, unreadable, next: next === null ? null : writeIdCursor(next), calls });
}

/** Text that is no cursor of the walk starts it anew: what it has read already does no harm. */
function idCursorOf(from: string | null): IdCursor | null {
  return from === null ? null : readIdCursor(from);
}
