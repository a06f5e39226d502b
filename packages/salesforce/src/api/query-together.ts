/** Several queries in one counted request. */
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import { classifyRefusal, readErrors } from "../faults/classify-error.ts";
import {
  isObject,
  type JsonObject,
  objectsOf,
  textOf,
} from "@accord-sync/core/json/lossless-json.ts";
import { COMPOSITE_QUERIES_MAX } from "../hypotheses.ts";
import { type OrgApi, type QueryAnswer, queryPath, unreadable } from "./org-api.ts";

export interface QueriedPage extends QueryAnswer {
  /** False when Salesforce kept rows back for a next page. */
  readonly isDone: boolean;
}

/** The answers in the order of the statements; the first refusal stands for all. */
export async function queryTogether(
  api: OrgApi,
  resource: "query" | "queryAll",
  statements: readonly string[],
): Promise<Result<readonly QueriedPage[]>> {
  const pages: QueriedPage[] = [];
  for (let start = 0; start < statements.length; start += COMPOSITE_QUERIES_MAX) {
    const part = await queryPart(
      api,
      resource,
      statements.slice(start, start + COMPOSITE_QUERIES_MAX),
    );
    if (!part.ok) return part;
    pages.push(...part.value);
  }
  return succeed(pages);
}

async function queryPart(
  api: OrgApi,
  resource: "query" | "queryAll",
  statements: readonly string[],
): Promise<Result<readonly QueriedPage[]>> {
  const compositeRequest = statements.map((statement, index) => ({
    method: "GET",
    url: queryPath(api.dataPath, resource, statement),
    referenceId: `query${index}`,
  }));
  const ended = await api.exchange({
    method: "POST",
    path: `${api.dataPath}/composite`,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ allOrNone: false, collateSubrequests: false, compositeRequest }),
  });
  if (ended.kind !== "answer") return fail(ended.error);
  const { status, body, answeredAt } = ended.answer;
  if (status !== 200) return fail(classifyRefusal({ status, errors: readErrors(body) }, null));

  const parts = isObject(body) ? objectsOf(body, "compositeResponse") : [];
  const pages: QueriedPage[] = [];
  for (const [index] of statements.entries()) {
    const part = parts.find((candidate) => textOf(candidate, "referenceId") === `query${index}`);
    const page = part === undefined ? fail(unreadable()) : readPart(part, answeredAt);
    if (!page.ok) return page;
    pages.push(page.value);
  }
  return succeed(pages);
}

function readPart(part: JsonObject, answeredAt: number | null): Result<QueriedPage> {
  const status = Number(textOf(part, "httpStatusCode") ?? "0");
  const { body } = part;
  if (status !== 200) return fail(classifyRefusal({ status, errors: readErrors(body) }, null));
  if (!isObject(body) || !Array.isArray(body["records"])) return fail(unreadable());
  return succeed({ rows: objectsOf(body, "records"), answeredAt, isDone: body["done"] !== false });
}
