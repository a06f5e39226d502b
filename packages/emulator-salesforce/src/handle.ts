import { ApiError, notFound, refuse } from "./api-error.ts";
import { advanceBulkJobs } from "./bulk/advance.ts";
import { controlEndpoint } from "./control/control.ts";
import type { FaultName, FaultRule } from "./control/faults.ts";
import type { Actor } from "./dml/context.ts";
import { eraseExpired } from "./dml/recycle-bin.ts";
import { oauthEndpoint } from "./oauth/endpoints.ts";
import { bearerToken, closeSession, sessionExpired, sessionOf } from "./oauth/sessions.ts";
import type { Org } from "./org.ts";
import { type Call, callOf, clientOf, isKnownVersion, kindOf, versionList } from "./rest/call.ts";
import { route } from "./rest/router.ts";
import {
  type EmulatorAnswer,
  type EmulatorRequest,
  json,
  splitUrl,
  type Transport,
} from "./wire.ts";

/**
 * The whole emulator as one function: request in, answer out. Order of a request:
 *
 *   control · OAuth · versions        answered without a session
 *   fault before · session · limit    may end it with nothing done
 *   route                             reads and changes rows; an error undoes all of them
 *   commit                            change events, listeners (the shell's log) and counters
 *   fault after                       may lose or delay an answer that already counts
 */
export function handle(org: Org, request: EmulatorRequest, now: number): EmulatorAnswer {
  advanceBulkJobs(org, now);
  const answer = dispatch({ org, request, now });
  const { segments } = splitUrl(request.url);
  if (segments[0] === "services" && segments[1] === "data") {
    const { method, url, body } = request;
    const client = clientOf(request) ?? null;
    org.requestLog.add({ at: now, method, url, client, status: answer.status, body });
  }
  return answer;
}

/** A request at the org's door. */
interface Arrival {
  readonly org: Org;
  readonly request: EmulatorRequest;
  readonly now: number;
}

/** Finds who answers, and lets at most one fault strike on the way. */
function dispatch(arrival: Arrival): EmulatorAnswer {
  const { org, request, now } = arrival;
  const [first, second, third] = splitUrl(request.url).segments;
  if (first === "_emulator") return committed(arrival, () => controlEndpoint(org, request, now));
  const fault = org.faults.strike(request);
  const early = fault === undefined ? undefined : faultBefore(arrival, fault);
  if (early !== undefined) return early;
  const answer = ((): EmulatorAnswer => {
    if (first !== "services") return notFound().answer();
    if (second === "oauth2") {
      return committed(arrival, () => oauthEndpoint(org, request, third ?? "", now));
    }
    if (second !== "data") return notFound().answer();
    return third === undefined ? json(200, versionList()) : apiCall(arrival);
  })();
  const transport = transportOf(fault);
  return transport === undefined ? answer : { ...answer, transport };
}

/** A call of the REST API proper: it needs a session and counts. */
function apiCall(arrival: Arrival): EmulatorAnswer {
  const { org, request, now } = arrival;
  const session = sessionOf(org, bearerToken(request) ?? "", {
    now,
    fromLoopback: request.fromLoopback ?? true,
  });
  if (session === undefined) return counted(arrival, sessionExpired().answer());
  const call = callOf(org, request, session, now);
  if (!isKnownVersion(call.version)) return counted(arrival, notFound().answer());
  if (org.usage.callsOfDay(now) >= org.settings.dailyApiRequests) {
    return counted(arrival, limitExceeded().answer());
  }
  eraseExpired(org.store, now);
  const savepoint = org.store.savepoint();
  const answer = answerOf(call);
  if (answer.status >= 400) org.store.rollbackTo(savepoint);
  const { rows } = org.commit(call.dml.actor, now);
  return counted(arrival, answer, rows.length);
}

/** Refusals become answers here; anything else that is thrown is a bug and goes on up. */
function answerOf(call: Call): EmulatorAnswer {
  try {
    return route(call);
  } catch (error) {
    if (error instanceof ApiError) return error.answer();
    throw error;
  }
}

const limitExceeded = (): ApiError =>
  refuse(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");

/** Counts a call under its kind and tells the caller how many of the day's calls are used. */
function counted({ org, request, now }: Arrival, answer: EmulatorAnswer, rows = 0): EmulatorAnswer {
  org.usage.countCall(kindOf(request), now, { status: answer.status, rows });
  const usage = `api-usage=${org.usage.callsOfDay(now)}/${org.settings.dailyApiRequests}`;
  return { ...answer, headers: { ...answer.headers, "sforce-limit-info": usage } };
}

/** Sign-in and control change sessions, never rows; their changes are committed in nobody's name. */
function committed({ org, now }: Arrival, run: () => EmulatorAnswer): EmulatorAnswer {
  const savepoint = org.store.savepoint();
  try {
    return run();
  } catch (error) {
    org.store.rollbackTo(savepoint);
    if (error instanceof ApiError) return error.answer();
    throw error;
  } finally {
    org.commit(nobody(org), now);
  }
}

const nobody = (org: Org): Actor => ({ userId: org.settings.adminUserId, changeOrigin: "" });

/** Faults that refuse: their status, code and text unless the rule gives others. */
const REFUSALS: Partial<Record<FaultName, readonly [number, string, string]>> = {
  status: [503, "SERVER_UNAVAILABLE", "Service unavailable"],
  limit: [403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."],
  "row-lock": [400, "UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record"],
  "expire-session": [401, "INVALID_SESSION_ID", "Session expired or invalid"],
};

/** Faults that end a request before anything is done; undefined when it goes on. */
function faultBefore(arrival: Arrival, rule: FaultRule): EmulatorAnswer | undefined {
  const { org, request, now } = arrival;
  if (rule.fault === "timeout-before") {
    return { status: 504, headers: {}, body: "", transport: { loss: "hang" } };
  }
  const refusal = REFUSALS[rule.fault];
  if (refusal === undefined) return undefined;
  if (rule.fault === "expire-session") {
    closeSession(org, bearerToken(request) ?? "");
    org.commit(nobody(org), now);
  }
  const [status, errorCode, message] = refusal;
  const error = refuse(rule.status ?? status, rule.errorCode ?? errorCode, rule.message ?? message);
  // Sign-in is no API call, so a fault of it does not count as one.
  const isApiCall = splitUrl(request.url).segments[1] === "data";
  return isApiCall ? counted(arrival, error.answer()) : error.answer();
}

/** Faults that lose or delay an answer after the work was done. */
function transportOf(rule: FaultRule | undefined): Transport | undefined {
  if (rule?.fault === "timeout-after") return { loss: "hang" };
  if (rule?.fault === "close-after") return { loss: "close" };
  return rule?.fault === "slow" ? { delayMs: rule.delayMs ?? 1000 } : undefined;
}
