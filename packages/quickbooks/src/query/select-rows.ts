/** Runs one statement: one metered read. */
import { type JsonObject, objectOf, objectsOf } from "@accord-sync/core/json/lossless-json.ts";
import { type Result, succeed } from "@accord-sync/core/records/result.ts";
import type { CompanyApi } from "../api/company-api.ts";
import { type Selection, selectStatement } from "./query-text.ts";

/** The rows of a selection as QuickBooks sends them. */
export async function selectRows(
  api: CompanyApi,
  selection: Selection,
): Promise<Result<readonly JsonObject[]>> {
  const answer = await api.get("query", { query: selectStatement(selection) });
  if (!answer.ok) return answer;
  return succeed(objectsOf(objectOf(answer.value, "QueryResponse"), selection.type));
}
