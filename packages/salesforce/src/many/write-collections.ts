/**
 * Rows as collections inside a composite: up to two of 200, each followed by the query that reads it back.
 * Nothing of it is all or nothing: every row ends by itself, and one that is refused takes no other with it.
 */
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import {
  isObject,
  type Json,
  type JsonObject,
  objectsOf,
  textOf,
  type WritableJson,
  writeJson,
} from "@accord-sync/core/json/lossless-json.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { Receipt } from "@accord-sync/core/ports/remote.ts";
import { type Answer, type OrgApi, queryPath, unreadable } from "../api/org-api.ts";
import { classifyRefusal, isCertainRefusal, readErrors } from "../faults/classify-error.ts";
import { LINK_MARK_FIELD } from "../fields.ts";
import { type AnsweredAt, readObservation, salesforceRef } from "../records/observe-record.ts";
import { quoteText, selectRecords } from "../records/soql.ts";
import { COLLECTION_ROWS_MAX } from "./choose-writing.ts";
import { addressField, inParts, type Row, type RowEnd } from "./row.ts";

export type Subrequests = readonly WritableJson[];

/** The steps of one composite whose parts end each by themselves. */
export async function sendTogether(
  api: OrgApi,
  steps: Subrequests,
): Promise<
  | { readonly kind: "steps"; readonly steps: ReadonlyMap<string, JsonObject>; answer: Answer }
  | { readonly kind: "none"; readonly end: Exclude<Receipt, { outcome: "applied" | "deleted" }> }
> {
  const ended = await api.exchange({
    method: "POST",
    path: `${api.dataPath}/composite`,
    headers: { "content-type": "application/json" },
    body: writeJson({ allOrNone: false, collateSubrequests: false, compositeRequest: steps }),
  });
  if (ended.kind === "not-done") {
    return { kind: "none", end: { outcome: "rejected", error: ended.error } };
  }
  if (ended.kind === "unknown") {
    return { kind: "none", end: { outcome: "unknown", error: ended.error } };
  }
  const { answer } = ended;
  const { status, body } = answer;
  const found = isObject(body) ? objectsOf(body, "compositeResponse") : [];
  if (status === 200 && found.length > 0) {
    const named = found.map((step) => [textOf(step, "referenceId") ?? "", step] as const);
    return { kind: "steps", steps: new Map(named), answer };
  }
  const error = classifyRefusal({ status, errors: readErrors(body) }, null);
  const outcome = isCertainRefusal(status) ? "rejected" : "unknown";
  return { kind: "none", end: { outcome, error } };
}

/** At most `ROWS_PER_CALL` rows, all of one operation. One call. */
export async function writeCollections(
  api: OrgApi,
  mapping: Mapping,
  rows: readonly Row[],
): Promise<ReadonlyMap<string, Receipt>> {
  const parts = inParts(rows, COLLECTION_ROWS_MAX);
  const steps = parts.flatMap((part, place) => [
    collectionStep(api, mapping.salesforceType, part, `rows${place}`),
    lookStep(api, mapping, part, `look${place}`),
  ]);
  const sent = await sendTogether(api, steps);
  const receipts = new Map<string, Receipt>();
  for (const [place, part] of parts.entries()) {
    for (const row of part) {
      if (sent.kind === "none") receipts.set(row.key, sent.end);
    }
    if (sent.kind === "none") continue;
    const ends = readCollection(mapping.salesforceType, part, sent.steps.get(`rows${place}`));
    const looked = sent.steps.get(`look${place}`)?.["body"];
    for (const row of part) {
      const end = ends.get(row.key) ?? unanswered();
      receipts.set(row.key, receiptOf(mapping, end, looked, sent.answer.answeredAt));
    }
  }
  return receipts;
}

export function collectionStep(
  api: Pick<OrgApi, "dataPath">,
  type: string,
  rows: readonly Row[],
  referenceId: string,
): WritableJson {
  const [first] = rows;
  const isUpsert = first?.operation === "upsert";
  const base = `${api.dataPath}/composite/sobjects`;
  return {
    method: "PATCH",
    url: isUpsert ? `${base}/${type}/${LINK_MARK_FIELD}` : base,
    referenceId,
    body: {
      allOrNone: false,
      records: rows.map(({ address, values, operation }) => ({
        attributes: { type },
        [operation === "upsert" ? LINK_MARK_FIELD : "id"]: address,
        ...values,
      })),
    },
  };
}

function lookStep(
  api: Pick<OrgApi, "dataPath">,
  mapping: Mapping,
  rows: readonly Row[],
  referenceId: string,
): WritableJson {
  const field = addressField(rows[0]?.operation ?? "update");
  const addresses = rows.map(({ address }) => quoteText(address)).join(",");
  const statement = selectRecords(mapping, `WHERE ${field} IN (${addresses})`);
  return { method: "GET", url: queryPath(api.dataPath, "query", statement), referenceId };
}

/** The end of each row of a collection; results stand in the order of the rows. */
export function readCollection(
  type: string,
  rows: readonly Pick<Row, "key" | "operation" | "address">[],
  step: JsonObject | undefined,
): ReadonlyMap<string, RowEnd> {
  const status = Number(step === undefined ? "0" : (textOf(step, "httpStatusCode") ?? "0"));
  const body = step?.["body"];
  const results = Array.isArray(body) ? (body as readonly Json[]) : [];
  const isAnswered = status === 200 && results.length === rows.length;
  return new Map(
    rows.map((row, place): [string, RowEnd] => {
      if (isAnswered) return [row.key, readRow(type, row, results[place])];
      if (status < 400) return [row.key, unanswered()];
      const error = classifyRefusal({ status, errors: readErrors(body) }, null);
      return [row.key, { outcome: isCertainRefusal(status) ? "rejected" : "unknown", error }];
    }),
  );
}

function readRow(
  type: string,
  { operation, address }: Pick<Row, "operation" | "address">,
  result: Json | undefined,
): RowEnd {
  if (!isObject(result)) return unanswered();
  const id = textOf(result, "id");
  if (result["success"] === true && id !== null) {
    return { outcome: "written", id, isCreated: result["created"] === true };
  }
  const ref = operation === "update" ? salesforceRef(type, address) : null;
  const errors = readErrors(result["errors"]);
  if (errors.length === 0) return unanswered();
  return { outcome: "rejected", error: classifyRefusal({ status: 400, errors }, ref) };
}

export function unanswered(): RowEnd {
  return { outcome: "unknown", error: operationalError("REMOTE_ANSWER_UNREADABLE", SYSTEM) };
}

const SYSTEM = { system: "Salesforce" };

/** Written and seen is applied; written and not seen is settled by looking again. */
function receiptOf(
  mapping: Mapping,
  end: RowEnd,
  looked: Json | undefined,
  answeredAt: AnsweredAt,
): Receipt {
  if (end.outcome !== "written") return end;
  const rows = isObject(looked) ? objectsOf(looked, "records") : [];
  const row = rows.find((each) => textOf(each, "Id") === end.id);
  const observation = row === undefined ? null : readObservation(mapping, row, answeredAt);
  return observation === null
    ? { outcome: "unknown", error: unreadable() }
    : { outcome: "applied", observation };
}
