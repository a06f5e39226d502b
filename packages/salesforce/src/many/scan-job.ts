/**
 * Reads every record of a mapping by a bulk query: the cheapest way to read a whole object, whatever its
 * size. Pages are Salesforce's own and stay for seven days, so a scan that was cut off goes on behind the
 * last page that was stored.
 *
 * A bulk query knows no child queries (D, Bulk API 2.0 queries): the standard prices of a page of products
 * are read beside it, 1,000 products a request.
 */
import { BulkV2, QueryJobV2 } from "@jsforce/jsforce-node/lib/api/bulk2.js";
import type { Schema } from "@jsforce/jsforce-node";
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { JsonObject } from "@accord-sync/core/json/lossless-json.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { ScanSteps } from "@accord-sync/core/ports/many-records.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import { type OrgApi, unreadable } from "../api/org-api.ts";
import { callClient, type ClientEnd, resultOf } from "../client/vendor-client.ts";
import { classifyRefusal, readErrors } from "../faults/classify-error.ts";
import { splitPath } from "../fields.ts";
import type { AnsweredAt } from "../records/observe-record.ts";
import { hasChildren, selectRoots } from "../records/soql.ts";
import { readCsv } from "./load-csv.ts";
import { readMany, type ReadRows, readRows } from "./read-many.ts";

/** Rows of one page: as many as are read beside it in a few requests, and stored in one transaction. */
const PAGE_ROWS = 5_000;

export async function scanRecords(
  api: OrgApi,
  mapping: Mapping,
  steps: ScanSteps,
): Promise<Result<number>> {
  const opened = steps.known === null ? await openScan(api, mapping) : succeed(steps.known);
  if (!opened.ok) return opened;
  const jobId = opened.value;
  if (steps.known === null) await steps.opened(jobId);
  const refused = await waitForScan(api, jobId, steps);
  if (refused !== null) return refused;

  let read = 0;
  let locator: string | null = steps.from;
  do {
    const page: Result<Page> = await readPage(api, mapping, jobId, locator);
    if (!page.ok) return page;
    // The same place again would be read for ever.
    if (locator !== null && page.value.next === locator) return fail(unreadable());
    const { sightings, unreadable: apart, next } = page.value;
    await steps.page({ sightings, unreadable: apart, position: next });
    read += sightings.length + apart.length;
    locator = page.value.next;
  } while (locator !== null);
  return succeed(read);
}

async function openScan(api: OrgApi, mapping: Mapping): Promise<Result<string>> {
  const end = await callClient(api, async (client) => {
    const bodyParams = { query: selectRoots(mapping), operation: "query" as const };
    const job = new QueryJobV2(client, { bodyParams, pollingOptions: NEVER_POLLED });
    const opened: { readonly id?: string } = await job.open();
    return opened.id;
  });
  return resultOf(end);
}

/** The library asks for these, and uses them only where it waits by itself. */
const NEVER_POLLED = { pollInterval: 0, pollTimeout: 0 };

async function waitForScan(
  api: OrgApi,
  jobId: string,
  steps: ScanSteps,
): Promise<Result<never> | null> {
  for (let looks = 0; ; looks += 1) {
    await steps.rest(looks);
    const looked = resultOf(await onScan(api, jobId, (job) => job.check()));
    if (!looked.ok) return looked;
    const { state } = looked.value;
    if (state === "JobComplete") return null;
    if (state === "Failed" || state === "Aborted") {
      return fail(operationalError("SF_BULK_NOT_REACHED", { detail: `the job is ${state}` }));
    }
  }
}

function onScan<T>(
  api: OrgApi,
  jobId: string,
  run: (job: QueryJobV2<Schema>) => Promise<T>,
): Promise<ClientEnd<T>> {
  return callClient(api, async (client) => {
    return run(new BulkV2(client).job("query", { id: jobId }));
  });
}

interface Page extends ReadRows {
  readonly next: string | null;
}

async function readPage(
  api: OrgApi,
  mapping: Mapping,
  jobId: string,
  locator: string | null,
): Promise<Result<Page>> {
  const from = locator === null ? "" : `&locator=${encodeURIComponent(locator)}`;
  const path = `${api.dataPath}/jobs/query/${jobId}/results?maxRecords=${PAGE_ROWS}${from}`;
  const ended = await api.exchange({
    method: "GET",
    path,
    headers: { accept: "text/csv" },
    body: null,
  });
  if (ended.kind !== "answer") return fail(ended.error);
  const { status, body, text, headers, answeredAt } = ended.answer;
  if (status !== 200) return fail(classifyRefusal({ status, errors: readErrors(body) }, null));
  const lines = readCsv(text);
  if (lines === null) return fail(unreadable());
  const { "sforce-locator": told = "null" } = headers;
  const next = told === "null" ? null : told;
  const rows = hasChildren(mapping)
    ? await readBeside(api, mapping, lines)
    : readLines(mapping, lines, answeredAt);
  return rows.ok ? succeed({ ...rows.value, next }) : rows;
}

function readLines(
  mapping: Mapping,
  lines: readonly Readonly<Record<string, string>>[],
  answeredAt: AnsweredAt,
): Result<ReadRows> {
  const flags = new Set(
    mapping.fields.filter(({ kind }) => kind === "boolean").map(({ salesforce }) => salesforce),
  );
  return readRows(
    mapping,
    lines.map((line) => rowOfLine(line, flags)),
    answeredAt,
  );
}

/** The lines name the products; each is read whole, with its price. */
async function readBeside(
  api: OrgApi,
  mapping: Mapping,
  lines: readonly Readonly<Record<string, string>>[],
): Promise<Result<ReadRows>> {
  const ids = lines.map((line) => line["Id"] ?? "");
  const seen = await readMany(api, mapping, ids);
  if (!seen.ok) return seen;
  const type = mapping.salesforceType;
  const unread = ids.filter((id) => !seen.value.has(id)).map((id) => ({ type, id }));
  return succeed({ sightings: ids.flatMap((id) => seen.value.get(id) ?? []), unreadable: unread });
}

/** A line as the row that a query would have answered. */
function rowOfLine(line: Readonly<Record<string, string>>, flags: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(
    Object.entries(line).map(([column, text]) => {
      const { field } = splitPath(column);
      if (field === "IsDeleted" || flags.has(column)) return [column, text === "true"];
      return [column, text === "" ? null : text];
    }),
  );
}
