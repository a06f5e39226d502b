/** Runs one statement: one metered read. */
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { Page } from "@accord-sync/core/ports/remote.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import type { CompanyApi } from "../api/company-api.ts";
import { type JsonObject, objectOf, objectsOf } from "@accord-sync/core/json/lossless-json.ts";
import { readObservation } from "../records/observe-record.ts";
import { QUERY_ROWS_MAX, type Selection, selectStatement } from "./query-text.ts";

/** The rows of a selection as QuickBooks sends them. */
export async function selectRows(
  api: CompanyApi,
  selection: Selection,
): Promise<Result<readonly JsonObject[]>> {
  const answer = await api.get("query", { query: selectStatement(selection) });
  if (!answer.ok) return answer;
  return succeed(objectsOf(objectOf(answer.value, "QueryResponse"), selection.type));
}

/** The rows as observations. One that cannot be read makes the whole answer unreadable. */
export async function selectObservations(
  api: CompanyApi,
  mapping: Mapping | null,
  selection: Selection,
): Promise<Result<readonly Observation[]>> {
  const rows = await selectRows(api, selection);
  if (!rows.ok) return rows;
  const observations = rows.value.map((row) => readObservation(selection.type, mapping, row));
  const readable = observations.filter((observation) => observation !== null);
  return readable.length === observations.length
    ? succeed(readable)
    : fail(operationalError("REMOTE_ANSWER_UNREADABLE", { system: "QuickBooks" }));
}

/** One page in the order of Id. `from` is the position of its first row, null for 1. */
export async function selectPage(
  api: CompanyApi,
  mapping: Mapping | null,
  selection: Pick<Selection, "type" | "where">,
  paging: { readonly from: string | null; readonly rows: number },
): Promise<Result<Page<Observation>>> {
  const start = paging.from === null ? 1 : Number(paging.from);
  const rows = Math.min(paging.rows, QUERY_ROWS_MAX);
  const page = await selectObservations(api, mapping, { ...selection, start, rows });
  if (!page.ok) return page;
  const next = page.value.length < rows ? null : String(start + rows);
  return succeed({ items: page.value, next });
}
