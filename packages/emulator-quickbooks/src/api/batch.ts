import type { Company } from "../company.ts";
import { exactDescriptor } from "../entities/registry.ts";
import { ApiFault, fault } from "../faults/api-fault.ts";
import {
  batchTooLarge,
  malformedJson,
  missingParameter,
  unsupportedOperation,
} from "../faults/fault-texts.ts";
import { isObject, objectsOf, textOf, type JsonObject } from "../json/json-value.ts";
import { runQuery } from "../query/run-query.ts";
import { deleteRecord, voidRecord } from "../write/remove-record.ts";
import { renderSingle } from "../write/render-record.ts";
import { writeRecord } from "../write/write-record.ts";
import { faultObject } from "./envelopes.ts";

/** The current limits page; an older one says 10, real clients send 25. */
const ITEMS_MAX = 30;

/** `POST /batch`: each item succeeds or fails alone; the answer is 200 even when all fail (recorded). */
export function runBatch(body: JsonObject, company: Company, now: number): JsonObject {
  const items = objectsOf(body, "BatchItemRequest");
  if (items.length === 0) throw fault(missingParameter("BatchItemRequest"));
  if (items.length > ITEMS_MAX) throw fault(batchTooLarge(items.length));
  return { BatchItemResponse: items.map((item) => runItem(item, company, now)) };
}

/** A savepoint for each item: its fault undoes its own changes and none of its neighbours'. */
function runItem(item: JsonObject, company: Company, now: number): JsonObject {
  const bId = textOf(item, "bId");
  const tail = bId === undefined ? {} : { bId };
  try {
    return { ...company.store.transact(() => performItem(item, company, now)), ...tail };
  } catch (error) {
    if (error instanceof ApiFault) return { Fault: faultObject(error, "batch"), ...tail };
    throw error;
  }
}

/** Without `operation` an item creates, as clients that send none expect. */
function performItem(item: JsonObject, company: Company, now: number): JsonObject {
  const statement = textOf(item, "Query");
  if (statement !== undefined) return { QueryResponse: runQuery(statement, company.readContext()) };
  const name = Object.keys(item).find((key) => exactDescriptor(key) !== undefined);
  const descriptor = name === undefined ? undefined : exactDescriptor(name);
  const body = name === undefined ? undefined : item[name];
  if (descriptor === undefined || !isObject(body)) throw fault(malformedJson());
  const options = (textOf(item, "optionsData") ?? "").toLowerCase().split(",");
  const context = company.writeContext(now, options);
  const operation = textOf(item, "operation") ?? "create";
  switch (operation) {
    case "delete":
      return { [descriptor.type]: deleteRecord(descriptor, body, context) };
    case "void":
      return { [descriptor.type]: renderSingle(voidRecord(descriptor, body, context), context) };
    case "create":
    case "update": {
      const record = options.includes("void")
        ? voidRecord(descriptor, body, context)
        : writeRecord(descriptor, body, context);
      return { [descriptor.type]: renderSingle(record, context) };
    }
    default:
      throw fault(unsupportedOperation(operation));
  }
}
