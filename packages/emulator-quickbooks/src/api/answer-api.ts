/**
 * The Accounting API. Order of refusals: gateway (401, 403, 429), route,
 * JSON, fields, references, state, business. A refused request leaves no trace but its count.
 */

import type { Company } from "../company.ts";
import { PlainAnswer } from "../documents/document-routes.ts";
import { parseUrl, type EmulatorAnswer, type EmulatorRequest } from "../emulator-request.ts";
import { ApiFault, fault } from "../faults/api-fault.ts";
import { noResource } from "../faults/service-faults.ts";
import { operationName, usageClass } from "../metering/usage.ts";
import { REQUEST_ID_REMEMBERS_REFUSALS } from "../not-evidenced.ts";
import { contentAnswer, faultAnswer } from "./envelopes.ts";
import { monthOf, refuseAtGateway, type GatewayCall } from "./gateway.ts";
import { rememberAnswer, rememberedAnswer, requestIdOf } from "./request-memory.ts";
import { performRoute, type ApiCall } from "./routes.ts";
import { apiHeaders } from "./trace-headers.ts";

/** Realm and resource; the realm is checked by the gateway, the resource by the routes. */
const ADDRESS = /^\/v3\/company\/([^/]+)\/(.+)$/;

/**
 * Answers any address that no other part of the emulator answers. Outside `/v3/company` it is a plain
 * 404, as an unknown route is at the vendor's gateway.
 */
export function answerApi(request: EmulatorRequest, company: Company, now: number): EmulatorAnswer {
  const call = callOf(request);
  if (call === undefined)
    return { status: 404, headers: { "content-type": "text/plain" }, body: "Not found" };
  const answer = refuseAtGateway(call, company, now) ?? answerCall(call, company, now);
  count(call, answer, company, now);
  return { ...answer, headers: { ...answer.headers, ...apiHeaders(company.ids) } };
}

/** Undefined for an address that is none of the API's. */
function callOf(request: EmulatorRequest): (ApiCall & GatewayCall) | undefined {
  const { path, query } = parseUrl(request.url);
  const [, realmId, resource] = ADDRESS.exec(path) ?? [];
  if (realmId === undefined || resource === undefined) return undefined;
  const segments = resource
    .split("/")
    .filter((segment) => segment !== "")
    .map(decoded);
  return { request, path, query, realmId: decoded(realmId), segments };
}

/** A segment as its client meant it: `%31` is `1`. What cannot be decoded stands as it came. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/**
 * Behind the gateway: the memory of request ids, then the work. An `ApiFault` thrown on the way has undone
 * its changes by the time it is turned into an answer here.
 */
function answerCall(call: ApiCall, company: Company, now: number): EmulatorAnswer {
  try {
    const key = requestIdOf(call);
    const earlier = key === undefined ? undefined : rememberedAnswer(key, call, company, now);
    return earlier ?? company.store.transact(() => perform(call, key, company, now));
  } catch (error) {
    if (error instanceof ApiFault) return faultAnswer(error, now, company.settings.timeZone);
    throw error;
  }
}

/**
 * Runs inside the transaction, so that a write and the memory of its `requestid` are kept or lost
 * together: after a crash the repeated id can never write twice.
 */
function perform(
  call: ApiCall,
  key: string | undefined,
  company: Company,
  now: number,
): EmulatorAnswer {
  const content = performRoute(call, company, now);
  if (content === undefined) throw fault(noResource(call.path));
  const answer =
    content instanceof PlainAnswer
      ? content.answer
      : contentAnswer(content, now, company.settings.timeZone);
  const { status, body } = answer;
  const isRemembered = status === 200 || REQUEST_ID_REMEMBERS_REFUSALS;
  // Only a POST has a request id, and only a GET answers bytes.
  if (key !== undefined && isRemembered && typeof body === "string")
    rememberAnswer(key, call, { status, body }, { company, now });
  return answer;
}

/** An API call that an injected fault answered before anything looked at it: counted like any other. */
export function countInjected(
  request: EmulatorRequest,
  answer: EmulatorAnswer,
  company: Company,
  now: number,
): EmulatorAnswer {
  const call = callOf(request);
  if (call === undefined) return answer;
  count(call, answer, company, now);
  return { ...answer, headers: { ...answer.headers, ...apiHeaders(company.ids) } };
}

/**
 * Refused calls are counted too, in a class of their own: a client must see what its refusals cost.
 */
function count(call: ApiCall, answer: EmulatorAnswer, company: Company, now: number): void {
  const { method } = call.request;
  const route = call.segments[0]?.toLowerCase() ?? "";
  const record = {
    at: now,
    method,
    path: call.path,
    status: answer.status,
    requestId: call.query.get("requestid") ?? undefined,
    class: usageClass(method, route, answer.status),
    operation: operationName(method, call.segments),
  };
  company.usage.record(record, monthOf(now, company.settings.timeZone));
}
