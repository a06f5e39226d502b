import { ApiError, notFound, refuse } from "./api-error.ts";
import { controlEndpoint } from "./control/control.ts";
import type { FaultRule } from "./control/faults.ts";
import type { Actor } from "./dml/context.ts";
import { oauthEndpoint } from "./oauth/endpoints.ts";
import {
  bearerToken,
  closeSession,
  DEMO_TOKEN,
  type Session,
  sessionExpired,
  sessionOf,
} from "./oauth/sessions.ts";
import type { Org } from "./org.ts";
import {
  type Call,
  callOf,
  changeOriginOf,
  isKnownVersion,
  kindOf,
  versionList,
} from "./rest/call.ts";
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
  const answer = dispatch(org, request, now);
  const { segments } = splitUrl(request.url);
  if (segments[0] === "services" && segments[1] === "data") {
    const client = clientName(request) ?? null;
    const { method, url, body } = request;
    org.requestLog.add({ at: now, method, url, client, status: answer.status, body });
  }
  return answer;
}

function dispatch(org: Org, request: EmulatorRequest, now: number): EmulatorAnswer {
  const { segments } = splitUrl(request.url);
  const [first, second, third] = segments;
  if (first === "_emulator") return committed(org, now, () => controlEndpoint(org, request, now));
  const fault = org.faults.strike(request);
  const early = fault === undefined ? undefined : faultBefore(org, request, fault, now);
  if (early !== undefined) return early;
  if (first !== "services") return notFound().answer();
  if (second === "oauth2") {
    return delayed(
      fault,
      committed(org, now, () => oauthEndpoint(org, request, third ?? "", now)),
    );
  }
  if (second !== "data") return notFound().answer();
  if (third === undefined) return delayed(fault, json(200, versionList()));
  return delayed(fault, apiCall(org, request, now));
}

/** A call of the REST API proper: it needs a session and counts. */
function apiCall(org: Org, request: EmulatorRequest, now: number): EmulatorAnswer {
  const session = sessionOf(org, bearerToken(request) ?? "", {
    now,
    fromLoopback: request.fromLoopback ?? true,
  });
  if (session === undefined) return counted(org, request, now, sessionExpired().answer());
  const call = callOf(org, request, session, now);
  if (!isKnownVersion(call.version)) return counted(org, request, now, notFound().answer());
  const used = org.usage.callsOfDay(now);
  if (used >= org.settings.dailyApiRequests) {
    return counted(org, request, now, limitExceeded().answer());
  }
  const savepoint = org.store.savepoint();
  const answer = answerOf(call);
  if (answer.status >= 400) org.store.rollbackTo(savepoint);
  const { rows } = org.commit(call.dml.actor, now);
  return counted(org, request, now, answer, rows.length);
}

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

function counted(
  org: Org,
  request: EmulatorRequest,
  now: number,
  answer: EmulatorAnswer,
  ...[rows = 0]: readonly number[]
): EmulatorAnswer {
  org.usage.countCall(kindOf(request), now, { status: answer.status, rows });
  const usage = `api-usage=${org.usage.callsOfDay(now)}/${org.settings.dailyApiRequests}`;
  return { ...answer, headers: { ...answer.headers, "sforce-limit-info": usage } };
}

/** Sign-in and control change sessions, never rows; their changes are committed in nobody's name. */
function committed(org: Org, now: number, run: () => EmulatorAnswer): EmulatorAnswer {
  const savepoint = org.store.savepoint();
  const nobody: Actor = { userId: org.settings.adminUserId, changeOrigin: "" };
  try {
    return run();
  } catch (error) {
    org.store.rollbackTo(savepoint);
    if (error instanceof ApiError) return error.answer();
    throw error;
  } finally {
    org.commit(nobody, now);
  }
}

/** Faults that end a request before anything is done; undefined when it goes on. */
function faultBefore(
  org: Org,
  request: EmulatorRequest,
  fault: FaultRule,
  now: number,
): EmulatorAnswer | undefined {
  const refused = (status: number, code: string, message: string): EmulatorAnswer =>
    counted(
      org,
      request,
      now,
      refuse(fault.status ?? status, fault.errorCode ?? code, fault.message ?? message).answer(),
    );
  switch (fault.fault) {
    case "status":
      return refused(503, "SERVER_UNAVAILABLE", "Service unavailable");
    case "limit":
      return refused(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
    case "row-lock":
      return refused(400, "UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record");
    case "expire-session": {
      const token = bearerToken(request) ?? "";
      if (token !== DEMO_TOKEN) closeSession(org, token);
      org.commit({ userId: org.settings.adminUserId, changeOrigin: "" }, now);
      return refused(401, "INVALID_SESSION_ID", "Session expired or invalid");
    }
    case "timeout-before":
      return { status: 504, headers: {}, body: "", transport: { loss: "hang" } };
    default:
      return undefined;
  }
}

/** Faults that lose or delay an answer after the work was done. */
function delayed(fault: FaultRule | undefined, answer: EmulatorAnswer): EmulatorAnswer {
  const transport = transportOf(fault);
  return transport === undefined ? answer : { ...answer, transport };
}

function transportOf(fault: FaultRule | undefined): Transport | undefined {
  switch (fault?.fault) {
    case "timeout-after":
      return { loss: "hang" };
    case "close-after":
      return { loss: "close" };
    case "slow":
      return { delayMs: fault.delayMs ?? 1000 };
    default:
      return undefined;
  }
}

function clientName(request: EmulatorRequest): string | undefined {
  return changeOriginOf(request, "0").split(";client=")[1];
}

export type { Session };
