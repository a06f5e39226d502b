/**
 * Writes: the wire form only. Create and update are both `POST /{entity}`, told apart by the Id in the
 * body; a deletion and a voiding name their operation in the address. Every one carries the intent's id as `requestid`, under which QuickBooks answers a repetition
 * with the first answer and does nothing twice (Q-REQUESTID).
 */
import { assert, must } from "@accord-sync/core/errors/assert.ts";
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import { pathIn } from "@accord-sync/core/mapping/mapping.ts";
import type { PlannedWrite, Receipt, WirePayload } from "@accord-sync/core/ports/remote.ts";
import { type CompanyApi, companyPath, settleWrite } from "./api/company-api.ts";
import { operationOf, REQUEST_ID_LENGTH_MAX } from "./entities/entity-write.ts";
import type { FaultSubject } from "./faults/classify-fault.ts";
import {
  isObject,
  type JsonObject,
  readJson,
  textOf,
  type WritableJson,
  writeJson,
} from "@accord-sync/core/json/lossless-json.ts";
import { readObservation } from "./records/observe-record.ts";
import { writeProperties } from "./records/record-codec.ts";

export function encodeWrite(realmId: string, write: PlannedWrite, key: string): WirePayload {
  assert(key !== "" && key.length <= REQUEST_ID_LENGTH_MAX, `unfit for a requestid: ${key}`);
  const type = write.mapping.quickbooksType;
  const body = { ...identity(write), ...writeProperties(write) };
  const operation =
    write.operation === "delete" || write.operation === "void"
      ? operationOf({ operation: write.operation, type })
      : {};
  return {
    method: "POST",
    path: companyPath(realmId, type.toLowerCase(), { ...operation, requestid: key }),
    headers: { accept: "application/json", "content-type": "application/json" },
    body: writeJson(body),
  };
}

function identity(write: PlannedWrite): Readonly<Record<string, WritableJson>> {
  if (write.operation === "create") return {};
  assert(write.operation !== "mark", "QuickBooks keeps no mark of a link");
  const ref = must(write.ref, "an update names its record");
  // QuickBooks refuses an update without a token, so there is no unconditional one.
  const version = must(write.version, "a QuickBooks update carries the version that was seen");
  const named = { Id: ref.id, SyncToken: version };
  return write.operation === "delete" ? named : { ...named, sparse: true };
}

export async function sendWrite(
  api: CompanyApi,
  mapping: Mapping,
  payload: WirePayload,
): Promise<Receipt> {
  const { path, headers, body } = payload;
  const ended = await api.exchange({ method: "POST", path, headers, body });
  const subject = subjectOf(mapping, body);
  const settled = settleWrite(ended, subject);
  if (settled.outcome !== "applied") {
    // What is gone need not be deleted: an earlier attempt, or somebody else, did it.
    const isGone = isDeletion(path) && settled.error.code === "QBO_NOT_FOUND";
    return isGone ? { outcome: "deleted" } : { outcome: settled.outcome, error: settled.error };
  }

  const { requestId } = settled;
  const record = settled.body[mapping.quickbooksType];
  if (isDeletion(path) && isObject(record) && isDeletedRecord(record, subject.id)) {
    return { outcome: "deleted", requestId };
  }
  const observation = isObject(record)
    ? readObservation(mapping.quickbooksType, mapping, record)
    : null;
  // Under a requestid that was used before, QuickBooks answers with what it stored then: the answer to
  // an update that shows another record tells nothing about this one.
  const isOwn = subject.id === "" || observation?.ref.id === subject.id;
  if (observation === null || !isOwn) {
    const vendor = { code: "200", message: "", detail: "", requestId };
    const error = operationalError(
      "REMOTE_ANSWER_UNREADABLE",
      { system: "QuickBooks" },
      { vendor },
    );
    return { outcome: "unknown", error };
  }
  return { outcome: "applied", observation, requestId };
}

const isDeletion = (path: string): boolean => /[?&]operation=delete(?:&|$)/.test(path);

function isDeletedRecord(record: JsonObject, id: string): boolean {
  return textOf(record, "status")?.toLowerCase() === "deleted" && textOf(record, "Id") === id;
}

/** What the payload is about, from its own bytes: a repeated intent has nothing else. */
function subjectOf(mapping: Mapping, body: string): FaultSubject {
  const type = mapping.quickbooksType;
  const record = readJson(body);
  if (!isObject(record)) return { type, id: "", name: "" };
  const matchRule = mapping.fields.find((rule) => rule.name === mapping.matchField);
  const namePath = matchRule === undefined ? "" : pathIn(matchRule, "quickbooks");
  return { type, id: textOf(record, "Id") ?? "", name: textOf(record, namePath) ?? "" };
}
