/** Runs one statement: one metered read. */
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { JsonObject } from "@accord-sync/core/json/lossless-json.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import type { CompanyApi } from "../api/company-api.ts";
import { listedRows } from "./listed-rows.ts";
import { type Selection, selectStatement } from "./query-text.ts";

/** The rows of a selection as QuickBooks sends them. */
export async function selectRows(
  api: CompanyApi,
  selection: Selection,
): Promise<Result<readonly JsonObject[]>> {
  const answer = await api.get("query", { query: selectStatement(selection) });
  if (!answer.ok) return answer;
  const rows = listedRows(answer.value["QueryResponse"], selection.type);
  return rows === null
    ? fail(operationalError("REMOTE_ANSWER_UNREADABLE", { system: "QuickBooks" }))
    : succeed(rows);
}
