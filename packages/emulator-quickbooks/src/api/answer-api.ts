/**
 * The Accounting API. Order of refusals (reference section 12): gateway (401, 403, 429), route,
 * JSON, fields, references, state, business. A refused request leaves no trace but its count.
 */

import type { Company } from "../company.ts";
import {
  bodyText,
  parseUrl,
  type EmulatorAnswer,
  type EmulatorRequest,
} from "../emulator-request.ts";
import { ApiFault, fault } from "../faults/api-fault.ts";
import { invalidRequestId, noResource } from "../faults/fault-texts.ts";
import { usageClass } from "../metering/usage.ts";
import { REQUEST_ID_REMEMBERS_REFUSALS } from "../not-evidenced.ts";
import { contentAnswer, faultAnswer } from "./envelopes.ts";
import { refuseAtGateway, throttled } from "./gateway.ts";
import { performRoute, type ApiCall } from "./routes.ts";

/** Realm and resource; the realm is checked by the gateway, the resource by the routes. */
const ADDRESS = /^\/v3\/company\/([^/]+)\/(.+)$/;
/** Documented; 36 for a batch, which is not told apart here. */
const REQUEST_ID_LENGTH_MAX = 50;
/** Two for each that is added: the backlog shrinks. */
const FORGOTTEN_PER_WRITE = 2;

/**
 * Answers any address that no other part of the emulator answers. Outside `/v3/company` it is a plain
 * 404, as an unknown route is at the vendor's gateway.
 */
export function answerApi(request: EmulatorRequest, company: Company, now: number): EmulatorAnswer {
  const { path, query } = parseUrl(request.url);
  const [, realmId, resource] = ADDRESS.exec(path) ?? [];
  if (realmId === undefined || resource === undefined) {
    return { status: 404, headers: { "content-type": "text/plain" }, body: "Not found" };
  }
  const segments = resource.split("/").filter((segment) => segment !== "");
  const call: ApiCall = { request, path, query, segments };
  const answer = refuseAtGateway(request, realmId, company, now) ?? answerCall(call, company, now);
  count(call, answer, company, now);
  return { ...answer, headers: { ...answer.headers, ...traceHeaders(company) } };
}

/**
 * Behind the gateway: limits, then the memory of request ids, then the work. An `ApiFault` thrown on
 * the way has undone its changes by the time it is turned into an answer here.
 */
function answerCall(call: ApiCall, company: Company, now: number): EmulatorAnswer {
  const { settings, limits } = company;
  const isBatch = call.segments[0]?.toLowerCase() === "batch";
  if (settings.rateLimits && !limits.admit(now, isBatch)) return throttled(now);
  const requestId = call.request.method === "POST" ? call.query.get("requestid") : null;
  try {
    const key = requestIdKey(requestId);
    const earlier = key === undefined ? undefined : rememberedAnswer(key, company, now);
    return earlier ?? company.store.transact(() => perform(call, key, company, now));
  } catch (error) {
    if (error instanceof ApiFault) return faultAnswer(error, now, settings.timeZone);
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
  const text = bodyText(call.request);
  const content = performRoute(call, text, company, now);
  if (content === undefined) throw fault(noResource(call.path));
  const answer = contentAnswer(content, now, company.settings.timeZone);
  const { status, body } = answer;
  const isRemembered = status === 200 || REQUEST_ID_REMEMBERS_REFUSALS;
  // Only a POST has a request id, and only a GET answers bytes.
  if (key !== undefined && isRemembered && typeof body === "string") {
    forgetOldAnswers(company, now);
    company.store.putState("answer", key, { at: now, status, body });
  }
  return answer;
}

/** An empty `requestid=` is sent by real clients and means none (recorded). */
function requestIdKey(requestId: string | null): string | undefined {
  if (requestId === null || requestId === "") return undefined;
  if (requestId.length > REQUEST_ID_LENGTH_MAX) throw fault(invalidRequestId());
  return requestId;
}

/** The first answer under this id, as long as it is remembered. */
function rememberedAnswer(key: string, company: Company, now: number): EmulatorAnswer | undefined {
  const stored = company.store.state("answer", key);
  if (stored === undefined || stored.at + company.settings.requestIdMemoryMs <= now)
    return undefined;
  const headers = { "content-type": "application/json;charset=utf-8" };
  return { status: stored.status, headers, body: stored.body };
}

/** Drops a few answers whose time is over; the oldest come first, so the memory stays bounded. */
function forgetOldAnswers({ store, settings }: Company, now: number): void {
  const over: string[] = [];
  for (const [key, answer] of store.states("answer")) {
    if (answer.at + settings.requestIdMemoryMs > now || over.length === FORGOTTEN_PER_WRITE) break;
    over.push(key);
  }
  for (const key of over) store.removeState("answer", key);
}

/**
 * Refused calls are counted too, in a class of their own: a client must see what its refusals cost.
 */
function count(call: ApiCall, answer: EmulatorAnswer, company: Company, now: number): void {
  const { method } = call.request;
  const route = call.segments[0]?.toLowerCase() ?? "";
  company.usage.record({
    at: now,
    method,
    path: call.path,
    status: answer.status,
    requestId: call.query.get("requestid") ?? undefined,
    class: usageClass(method, route, answer.status),
    operation: `${method} ${route}`,
  });
}

/** Headers by which the vendor's support finds a call again. */
function traceHeaders(company: Company): Readonly<Record<string, string>> {
  const tid = company.ids.uuid();
  return {
    intuit_tid: `1-${tid.slice(0, 8)}-${tid.replace(/-/g, "").slice(8)}`,
    "qbo-version": "1.0-emulator",
  };
}
