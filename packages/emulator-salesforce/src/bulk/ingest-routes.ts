import { methodNotAllowed, refuse } from "../api-error.ts";
import type { Call } from "../rest/call.ts";
import { BULK_TEXTS } from "../not-evidenced.ts";
import { bodyOf, jsonOf } from "../rest/request-body.ts";
import { empty, type EmulatorAnswer, isObject } from "../wire.ts";
import { countBatches, refuseOverAllocation } from "../control/bulk-allocation.ts";
import { ingestFile } from "./ingest-results.ts";
import { DATA, type IngestJob, jobSummary, saveJob, uploadedFile } from "./job.ts";
import { bulkJson, findJob, refuseState } from "./job-answers.ts";
import { abortJob, type JobKind, jobRoutes, onlyRead, STATE_WORDS } from "./job-routes.ts";
import { multipartOf } from "./multipart.ts";
import { formatOf, newJobBase, refuseUnknown, textOf, wordOf } from "./new-job.ts";

/** `jobs/ingest`: create, upload, close, look, fetch, abort, delete (S1.8). */

/**
 * Characters of an uploaded file. The platform counts 150,000,000 after base 64, which makes four of
 * three (D `upload_job_data`).
 */
const FILE_MAX = 112_500_000;

/** What Data Loader looks for in the answer (S dataloader, `BulkLoadVisitor`). */
const HARD_DELETE_REFUSED =
  "FeatureNotEnabled : hardDelete operation requires special user profile permission, please contact your system administrator";

const KNOWN = [
  "assignmentRuleId",
  "columnDelimiter",
  "contentType",
  "externalIdFieldName",
  "lineEnding",
  "object",
  "operation",
  "concurrencyMode",
];

export const ingestRoutes = (call: Call): EmulatorAnswer => jobRoutes(call, INGEST);

const INGEST: JobKind<IngestJob> = {
  kind: "ingest",
  find: (call, id) => findJob(call, id, "ingest"),
  create: (call) => createJob(call),
  part: (call, job, part) => {
    const { method } = call.request;
    if (part === "batches") {
      if (method === "PUT") return upload(call, job);
      throw methodNotAllowed(method, ["PUT"]);
    }
    onlyRead(call);
    return ingestFile(call.org, job, part);
  },
  patch: (call, job) => patchJob(call, job),
  keptIn: ["Open", "InProgress"],
};

/** A new job, with its file when both come in one request; then it need not be closed. */
function createJob(call: Call): EmulatorAnswer {
  const multipart = multipartOf(call);
  const parsed = multipart === undefined ? bodyOf(call) : jsonOf(multipart.job);
  if (!isObject(parsed)) throw refuse(400, "JSON_PARSER_ERROR", "The job must be a JSON object");
  refuseUnknown(parsed, KNOWN);
  const job = saveJob(call.org.store, readJob(call, parsed));
  if (multipart === undefined) return bulkJson(200, jobSummary(job));
  return bulkJson(200, jobSummary(close(call, storeFile(call, job, multipart.content))));
}

/** @throws INVALIDJOB, API_ERROR, in the words that public reports show */
function readJob(call: Call, body: Readonly<Record<string, unknown>>): IngestJob {
  const operation = wordOf(body, "operation", [
    "insert",
    "update",
    "upsert",
    "delete",
    "hardDelete",
  ] as const);
  const objectName = textOf(body, "object") ?? "";
  const object = call.org.schema.object(objectName);
  if (object === undefined || !call.dml.access.object(object.name).read) {
    throw refuse(400, "INVALIDJOB", `InvalidJob : Unable to find object: ${objectName}`);
  }
  if (operation === "hardDelete" && !call.dml.access.holds("BulkApiHardDelete")) {
    throw refuse(400, "FEATURENOTENABLED", HARD_DELETE_REFUSED);
  }
  refuseOverAllocation(call, "ingest");
  const key = externalIdOf(call, operation, object.name, textOf(body, "externalIdFieldName"));
  const assignmentRuleId = textOf(body, "assignmentRuleId");
  return {
    ...newJobBase(call),
    ...formatOf(body),
    kind: "ingest",
    operation,
    object: object.name,
    state: "Open",
    ...(key === undefined ? {} : { externalIdFieldName: key }),
    ...(assignmentRuleId === undefined ? {} : { assignmentRuleId }),
    hasData: false,
    offset: 0,
  };
}

/** Upserts need a field that identifies rows; other operations take none. */
function externalIdOf(
  call: Call,
  operation: string,
  objectName: string,
  given: string | undefined,
): string | undefined {
  if (operation !== "upsert") return undefined;
  if (given === undefined) {
    const message = `InvalidJob : External ID was blank for ${objectName}. An External ID must be specified for upsert.`;
    throw refuse(400, "INVALIDJOB", message);
  }
  const field = call.org.schema.object(objectName)?.field(given);
  if (field !== undefined && (field.externalId || field.type === "id")) return field.name;
  throw refuse(
    400,
    "INVALIDJOB",
    `InvalidJob : Field name provided, ${given} does not match an External ID for ${objectName}`,
  );
}

/** `PUT …/batches`: once, while the job is open. */
function upload(call: Call, job: IngestJob): EmulatorAnswer {
  const type = (call.request.headers["content-type"] ?? "text/csv").toLowerCase();
  const charset = /charset="?([^";\s]+)/.exec(type)?.[1] ?? "utf-8";
  if (!type.startsWith("text/csv") || !/^utf-?8$/.test(charset)) {
    throw refuse(415, "UNSUPPORTED_MEDIA_TYPE", BULK_TEXTS.wrongMediaType(type));
  }
  if (job.state !== "Open")
    throw refuseState(BULK_TEXTS.uploadingNotAllowed(STATE_WORDS[job.state]));
  if (job.hasData) {
    const message = `Found multipe contents for job: <${job.id.slice(0, 15)}>, please 'Close' / 'Abort' / 'Delete' the current Job then create a new Job and make sure you only do 'PUT' once on a given Job.`;
    throw refuse(400, "BULK_API_ERROR", message);
  }
  storeFile(call, job, call.request.body);
  return empty(201);
}

function storeFile(call: Call, job: IngestJob, text: string): IngestJob {
  if (Buffer.byteLength(text) > FILE_MAX || escapedLength(text) > ESCAPED_MAX) {
    throw refuse(413, "REQUEST_ENTITY_TOO_LARGE", BULK_TEXTS.fileTooLarge);
  }
  if (call.request.isUtf8 === false) {
    throw refuse(400, "BULK_API_ERROR", BULK_TEXTS.notUtf8);
  }
  call.org.store.put(DATA, job.id, { text });
  return saveJob(call.org.store, { ...job, hasData: true, changedAt: call.now });
}

/** Characters of a file as JSON, in which a control character takes six: no string can be longer. */
const ESCAPED_MAX = 500_000_000;

function escapedLength(text: string): number {
  if (text.length * 6 <= ESCAPED_MAX) return text.length;
  let length = text.length;
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) < 32) length += 5;
  return length;
}

/** `{"state":"UploadComplete"}` or `{"state":"Aborted"}`. */
function patchJob(call: Call, job: IngestJob): EmulatorAnswer {
  const state = wordOf(bodyOf(call), "state", ["UploadComplete", "Aborted"] as const);
  if (state === "UploadComplete") {
    if (job.state !== "Open")
      throw refuseState(BULK_TEXTS.closingNotAllowed(STATE_WORDS[job.state]));
    return bulkJson(200, jobSummary(close(call, job)));
  }
  return abortJob(call, job);
}

/** Into the queue. */
function close(call: Call, job: IngestJob): IngestJob {
  countBatches(call, uploadedFile(call.org.store, job.id));
  return saveJob(call.org.store, {
    ...job,
    state: "UploadComplete",
    queuedAt: call.now,
    changedAt: call.now,
  });
}
