/**
 * A batch of writes. It is no transaction: each item is applied, rejected or unknown by itself, and no
 * item may need another of the same batch, because their order is not promised. Nothing is sent again
 * here: the same payload, sent again by whoever keeps it, repeats no item that was done, because
 * QuickBooks knows an item by the batch's `requestid` and its own `bId`.
 */
import { assert } from "@accord-sync/core/errors/assert.ts";
import {
  type JsonObject,
  objectsOf,
  textOf,
  type WritableJson,
  writeJson,
} from "@accord-sync/core/json/lossless-json.ts";
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { WirePayload } from "@accord-sync/core/ports/remote.ts";
import { type CompanyApi, companyPath, settleWrite } from "../api/company-api.ts";
import { endOf, type EntityWrite, type WriteEnd, writeBody } from "../entities/entity-write.ts";
import { classifyFaults, leavesDoubt } from "../faults/classify-fault.ts";
import { readFaults } from "../faults/read-fault.ts";
import { BATCH_VOID_FORM } from "../hypotheses.ts";
import { BATCH_ITEMS_MAX } from "./choose-writing.ts";

/** Bounds of a batch's `requestid` and of its items' (D); longer ones are not told apart. */
const BATCH_REQUEST_ID_LENGTH_MAX = 36;
export const BATCH_ITEM_ID_LENGTH_MAX = 10;

export interface BatchItem {
  /** 1 to 10 characters, unique in the batch. */
  readonly bId: string;
  readonly write: EntityWrite;
}

/**
 * The exact bytes of a batch of 1 to 30 writes. `requestId`: 1 to 36 characters, unique in the company.
 * No record may be written twice in one batch.
 */
export function encodeBatch(
  realmId: string,
  items: readonly BatchItem[],
  requestId: string,
): WirePayload {
  assert(items.length > 0 && items.length <= BATCH_ITEMS_MAX, `a batch of ${items.length} items`);
  assert(isFit(requestId, BATCH_REQUEST_ID_LENGTH_MAX), `unfit for a requestid: ${requestId}`);
  for (const { bId } of items) {
    assert(isFit(bId, BATCH_ITEM_ID_LENGTH_MAX), `unfit for a bId: ${bId}`);
  }
  assert(new Set(items.map(({ bId }) => bId)).size === items.length, "a bId stands twice");
  const targets = items.flatMap(({ write }) =>
    write.operation === "create" ? [] : [`${write.type} ${write.version.Id}`],
  );
  assert(new Set(targets).size === targets.length, "a record is written twice in one batch");
  return {
    method: "POST",
    path: companyPath(realmId, "batch", { requestid: requestId }),
    headers: { accept: "application/json", "content-type": "application/json" },
    body: writeJson({ BatchItemRequest: items.map(itemBody) }),
  };
}

function isFit(text: string, lengthMax: number): boolean {
  return text !== "" && text.length <= lengthMax;
}

function itemBody({ bId, write }: BatchItem): WritableJson {
  return { bId, ...operationOf(write), [write.type]: writeBody(write) };
}

function operationOf({ operation }: EntityWrite): Readonly<Record<string, string>> {
  if (operation === "replace") return { operation: "update" };
  if (operation !== "void" || BATCH_VOID_FORM === "operation") return { operation };
  return { operation: "update", optionsData: "void" };
}

export interface BatchEnd {
  /** One end for each item that was sent, by its bId. */
  readonly ends: ReadonlyMap<string, WriteEnd<JsonObject>>;
  readonly intuitTid: string | null;
}

/** Sends a payload of `encodeBatch` for the same items. One metered call. */
export async function sendBatch(
  api: CompanyApi,
  items: readonly BatchItem[],
  payload: WirePayload,
): Promise<BatchEnd> {
  const { path, headers, body } = payload;
  const ended = await api.exchange({ method: "POST", path, headers, body });
  const settled = settleWrite(ended, { type: "batch", id: "", name: "" });
  const { requestId: intuitTid } = settled;
  const answers = settled.outcome === "applied" ? objectsOf(settled.body, "BatchItemResponse") : [];
  const ends = items.map(({ bId, write }): [string, WriteEnd<JsonObject>] => {
    if (settled.outcome !== "applied") {
      return [bId, { outcome: settled.outcome, error: settled.error, intuitTid }];
    }
    const own = answers.filter((answer) => textOf(answer, "bId") === bId);
    return [bId, endOfItem(write, own, intuitTid)];
  });
  return { ends: new Map(ends), intuitTid };
}

/** An item without an answer of its own, or with two, is unknown. */
function endOfItem(
  write: EntityWrite,
  answers: readonly JsonObject[],
  intuitTid: string | null,
): WriteEnd<JsonObject> {
  const [answer, ...others] = answers;
  if (answer === undefined || others.length > 0) {
    const vendor = { code: "200", message: "", detail: "", requestId: intuitTid };
    const params = { system: "QuickBooks" };
    const error = operationalError("REMOTE_ANSWER_UNREADABLE", params, { vendor });
    return { outcome: "unknown", error, intuitTid };
  }
  const [first, ...rest] = readFaults(answer);
  if (first === undefined) return endOf(write, answer, intuitTid);
  const id = write.operation === "create" ? "" : write.version.Id;
  const faults = [first, ...rest] as const;
  const error = classifyFaults(faults, { type: write.type, id, name: "" }, intuitTid);
  return { outcome: leavesDoubt(faults) ? "unknown" : "rejected", error, intuitTid };
}
