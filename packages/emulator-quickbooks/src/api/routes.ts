import type { Company } from "../company.ts";
import { performDocumentRoute, PlainAnswer } from "../documents/document-routes.ts";
import { bodyText, type EmulatorRequest } from "../emulator-request.ts";
import type { EntityDescriptor } from "../entities/descriptor.ts";
import { createTaxCode } from "../entities/lists/tax-service.ts";
import { findDescriptor } from "../entities/registry.ts";
import { fault } from "../faults/api-fault.ts";
import { invalidId, objectNotFound } from "../faults/fault-texts.ts";
import { notUtf8, unsupportedOperation } from "../faults/service-faults.ts";
import type { JsonObject } from "../json/json-value.ts";
import { runQuery } from "../query/run-query.ts";
import { parseBody } from "../write/normalise.ts";
import { deleteRecord, voidRecord } from "../write/remove-record.ts";
import { renderSingle } from "../write/render-record.ts";
import { writeRecord } from "../write/write-record.ts";
import { checkUpdate } from "./asked-operation.ts";
import { runBatch } from "./batch.ts";
import { changeData } from "./change-data.ts";
import { bareAnswer } from "./envelopes.ts";

/** A request that has passed the gateway. */
export interface ApiCall {
  readonly request: EmulatorRequest;
  readonly path: string;
  readonly query: URLSearchParams;
  /** What follows `/v3/company/{realm}/`, e.g. `["customer", "5"]`. */
  readonly segments: readonly string[];
}

/** The answer's content, or an answer that is no JSON; undefined when no resource answers the address. */
export function performRoute(
  call: ApiCall,
  company: Company,
  now: number,
): JsonObject | PlainAnswer | undefined {
  const { request, segments } = call;
  const document = performDocumentRoute(call, company, now);
  if (document !== undefined) return document;
  if (request.method === "POST" && isTaxService(segments)) return taxCodeAnswer(call, company, now);
  const [name = "", id, ...more] = segments;
  const route = `${request.method} ${name.toLowerCase()}`;
  if (more.length > 0 || (request.method !== "GET" && request.method !== "POST")) return undefined;
  const text = bodyText(request);
  if (text === undefined) throw fault(notUtf8());
  if (id === undefined) {
    if (route === "GET query") return queryContent(call.query.get("query") ?? "", company);
    if (route === "POST query") return queryContent(text, company);
    if (route === "GET cdc") return changeData(call.query, company.readContext(), now);
    if (route === "POST batch") return runBatch(call, parseBody(text), company, now);
  }
  const descriptor = findDescriptor(name);
  if (descriptor === undefined) return undefined;
  if (request.method === "POST")
    return id === undefined ? postContent(call, descriptor, text, { company, now }) : undefined;
  if (id === undefined && descriptor.readAt !== undefined) {
    const context = company.readContext();
    return { [descriptor.type]: renderSingle(descriptor.readAt(call.query, context), context) };
  }
  return readContent(descriptor, id, company);
}

function isTaxService(segments: readonly string[]): boolean {
  return segments.join("/").toLowerCase() === "taxservice/taxcode";
}

/** The answer is the bare object, without envelope or time (documented). */
function taxCodeAnswer({ request }: ApiCall, company: Company, now: number): PlainAnswer {
  const text = bodyText(request);
  if (text === undefined) throw fault(notUtf8());
  return new PlainAnswer(bareAnswer(createTaxCode(parseBody(text), company.writeContext(now))));
}

/** The same for GET and POST; a POST carries the bare statement as its body. */
function queryContent(statement: string, company: Company): JsonObject {
  return { QueryResponse: runQuery(statement, company.readContext()) };
}

/** `GET /customer/5`; company info is read under the realm, preferences under no id. */
function readContent(
  descriptor: EntityDescriptor,
  id: string | undefined,
  company: Company,
): JsonObject | undefined {
  const { singletonId } = descriptor;
  if (id === undefined && descriptor.type !== "Preferences") return undefined;
  if (singletonId === undefined && !/^\d+$/.test(id ?? "") && !isPseudoId(descriptor, id))
    throw fault(invalidId(id ?? ""));
  const record = company.store.record(descriptor.type, singletonId ?? id ?? "");
  if (record === undefined) throw fault(objectNotFound());
  return { [descriptor.type]: renderSingle(record, company.readContext()) };
}

/** A US company's codes `TAX` and `NON` are their own ids. */
function isPseudoId(descriptor: EntityDescriptor, id: string | undefined): boolean {
  return descriptor.type === "TaxCode" && (id === "TAX" || id === "NON");
}

/** The company and the epoch ms of the call. */
interface Moment {
  readonly company: Company;
  readonly now: number;
}

/** Create, update, delete and void are one POST, told apart by `?operation=` and the body's Id. */
function postContent(
  call: ApiCall,
  descriptor: EntityDescriptor,
  text: string,
  { company, now }: Moment,
): JsonObject {
  const include = (call.query.get("include") ?? "").toLowerCase().split(",");
  const context = company.writeContext(now, include);
  const body = parseBody(text);
  const operation = call.query.get("operation")?.toLowerCase() ?? "";
  if (operation === "delete") return { [descriptor.type]: deleteRecord(descriptor, body, context) };
  const isVoid = operation === "void" || include.includes("void");
  if (operation !== "" && operation !== "update" && !isVoid)
    throw fault(unsupportedOperation(operation));
  if (operation === "update" && !isVoid) checkUpdate(descriptor, body);
  const record = isVoid
    ? voidRecord(descriptor, body, context)
    : writeRecord(descriptor, body, context);
  return { [descriptor.type]: renderSingle(record, context) };
}
