import type { Company } from "../company.ts";
import { exactDescriptor } from "../entities/registry.ts";
import { ApiFault, fault } from "../faults/api-fault.ts";
import { malformedJson, missingParameter } from "../faults/fault-texts.ts";
import {
  batchOverflow,
  batchTooLarge,
  invalidRequestId,
  unsupportedOperation,
} from "../faults/service-faults.ts";
import { isList, isObject, textOf, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { runQuery } from "../query/run-query.ts";
import { deleteRecord, voidRecord } from "../write/remove-record.ts";
import { renderSingle } from "../write/render-record.ts";
import { writeRecord } from "../write/write-record.ts";
import { checkUpdate } from "./asked-operation.ts";
import { changeData } from "./change-data.ts";
import { faultObject } from "./envelopes.ts";
import { BATCH_ITEM_ID_LENGTH_MAX, rememberedItems, requestIdOf } from "./request-memory.ts";
import type { ApiCall } from "./routes.ts";

/** The current limits page; an older one says 10, real clients send 25. */
const ITEMS_MAX = 30;
/** Of a whole answer (D limits page). */
const OBJECTS_MAX = 1000;
/** What an item says besides its one object or query (X `BatchItemRequest`). */
const ITEM_ATTRIBUTES: ReadonlySet<string> = new Set(["bId", "operation", "optionsData"]);

/** What the items of one batch share; `room` is what the answer has left for found objects. */
interface BatchRun {
  readonly company: Company;
  readonly now: number;
  readonly earlier: ReadonlyMap<string, JsonObject>;
  room: number;
}

/**
 * `POST /batch`: each item succeeds or fails alone; the answer is 200 even when all fail (recorded), its items
 * in the order of the request. Under a `requestid` items that were answered before are not done again.
 */
export function runBatch(
  call: ApiCall,
  body: JsonObject,
  company: Company,
  now: number,
): JsonObject {
  const items = body["BatchItemRequest"];
  if (items === undefined) throw fault(missingParameter("BatchItemRequest"));
  if (!isList(items)) throw fault(malformedJson());
  if (items.length === 0) throw fault(missingParameter("BatchItemRequest"));
  if (items.length > ITEMS_MAX) throw fault(batchTooLarge(items.length));
  const isLong = (item: JsonValue): boolean =>
    (bIdOf(item) ?? "").length > BATCH_ITEM_ID_LENGTH_MAX;
  if (requestIdOf(call) !== undefined && items.some(isLong))
    throw fault(invalidRequestId("bId", BATCH_ITEM_ID_LENGTH_MAX));
  const earlier = rememberedItems(call, company, now);
  const run: BatchRun = { company, now, earlier, room: OBJECTS_MAX };
  return { BatchItemResponse: items.map((item) => runItem(item, run)) };
}

/** A savepoint for each item: its fault undoes its own changes and none of its neighbours'. */
function runItem(item: JsonValue, run: BatchRun): JsonObject {
  const bId = bIdOf(item);
  const tail = bId === undefined ? {} : { bId };
  const earlier = bId === undefined ? undefined : run.earlier.get(bId);
  if (earlier !== undefined) return earlier;
  try {
    return { ...run.company.store.transact(() => performItem(item, run)), ...tail };
  } catch (error) {
    if (error instanceof ApiFault) return { Fault: faultObject(error, "batch"), ...tail };
    throw error;
  }
}

/** Clients may leave it out, and then match by position; a number is read as its text. */
function bIdOf(item: JsonValue): string | undefined {
  const bId = isObject(item) ? item["bId"] : undefined;
  return typeof bId === "number" ? String(bId) : typeof bId === "string" ? bId : undefined;
}

function performItem(item: JsonValue, run: BatchRun): JsonObject {
  if (!isObject(item)) throw fault(malformedJson());
  const parts = Object.entries(item).filter(
    ([key, value]) => !ITEM_ATTRIBUTES.has(key) && value !== null,
  );
  const [[name, content] = ["", null], ...others] = parts;
  if (others.length > 0) throw fault(malformedJson());
  const { company, now } = run;
  if (name === "Query" && typeof content === "string") {
    const found = runQuery(content, company.readContext());
    takeRoom(countObjects(found), run);
    return { QueryResponse: found };
  }
  if (!isObject(content)) throw fault(malformedJson());
  if (name === "CDCQuery") return changedItem(content, run);
  const descriptor = exactDescriptor(name);
  if (descriptor === undefined) throw fault(malformedJson());
  const options = (textOf(item, "optionsData") ?? "").toLowerCase().split(/[,\s]+/);
  const context = company.writeContext(now, options);
  // Without `operation` an item creates, as clients that send none expect.
  const operation = textOf(item, "operation") ?? "create";
  switch (operation) {
    case "delete":
      return { [descriptor.type]: deleteRecord(descriptor, content, context) };
    case "void":
      return { [descriptor.type]: renderSingle(voidRecord(descriptor, content, context), context) };
    case "create":
    case "update": {
      const isVoid = options.includes("void");
      if (operation === "update" && !isVoid) checkUpdate(descriptor, content);
      const record = isVoid
        ? voidRecord(descriptor, content, context)
        : writeRecord(descriptor, content, context);
      return { [descriptor.type]: renderSingle(record, context) };
    }
    default:
      throw fault(unsupportedOperation(operation));
  }
}

/** X `CDCQuery`: change data as an item; its answer stands alone, not in a list. */
function changedItem(query: JsonObject, run: BatchRun): JsonObject {
  const parameters = new URLSearchParams({
    entities: textOf(query, "Entities") ?? "",
    changedSince: textOf(query, "ChangedSince") ?? "",
  });
  const content = changeData(parameters, run.company.readContext(), run.now);
  const [response] = isList(content["CDCResponse"]) ? content["CDCResponse"] : [];
  const groups =
    isObject(response) && isList(response["QueryResponse"]) ? response["QueryResponse"] : [];
  takeRoom(
    groups.reduce((sum: number, group) => sum + countObjects(group), 0),
    run,
  );
  return { CDCResponse: response ?? {} };
}

/** An answer that holds too much is refused rather than cut: a client could not tell a cut from an end. */
function takeRoom(objects: number, run: BatchRun): void {
  if (objects > run.room) throw fault(batchOverflow());
  run.room -= objects;
}

/** The rows of a `QueryResponse`: the members of its one list. */
function countObjects(response: JsonValue): number {
  if (!isObject(response)) return 0;
  return Object.values(response).reduce(
    (sum: number, value) => sum + (isList(value) ? value.length : 0),
    0,
  );
}
