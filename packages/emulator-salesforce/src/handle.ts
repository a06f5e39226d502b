import { ApiError, methodNotAllowed, notFound, refuse } from "./api-error.ts";
import { advanceBulkJobs } from "./bulk/advance.ts";
import { maintenancePage, refusalOfFault, SLOW_MS, struck } from "./control/apply-fault.ts";
import { controlEndpoint } from "./control/control.ts";
import type { FaultRule } from "./control/faults.ts";
import type { Actor } from "./feed/capture.ts";
import { eraseExpired } from "./dml/recycle-bin.ts";
import {
  HEADERS_TOO_LONG_ERROR,
  URI_TOO_LONG_ERROR,
  WRITES_COUNT_AS_RECENT,
  XML_NOT_OFFERED_ERROR,
} from "./not-evidenced.ts";
import { oauthEndpoint } from "./oauth/endpoints.ts";
import { identity } from "./oauth/identity.ts";
import {
  bearerToken,
  closeSession,
  type Session,
  sessionExpired,
  sessionOf,
  wrongScheme,
} from "./oauth/sessions.ts";
import type { Commit } from "./commit.ts";
import type { Org } from "./org.ts";
import { type Call, callOf, clientOf, kindOf } from "./rest/call.ts";
import { route } from "./router.ts";
import {
  refusedLogin,
  sessionFault,
  soapAddress,
  soapOperation,
  soapOrigin,
} from "./rest/soap/endpoint.ts";
import { parseEnvelope, soapFault } from "./rest/soap/envelope.ts";
import { versionList, versionProblem } from "./rest/versions.ts";
import { type EmulatorAnswer, type EmulatorRequest, json, splitUrl } from "./wire.ts";

/**
 * The whole emulator as one function: request in, answer out. Order of a request:
 *
 *   control · OAuth · versions        answered without a session
 *   length · fault before · session · limits    may end it with nothing done
 *   route                             reads and changes rows; an error undoes all of them
 *   commit                            change events, listeners (the shell's log) and counters
 *   fault after                       may lose, spoil or delay an answer that already counts
 */
export function handle(org: Org, request: EmulatorRequest, now: number): EmulatorAnswer {
  advanceBulkJobs(org, now);
  const answer = dispatch({ org, request, now });
  const { segments } = splitUrl(request.url);
  if (segments[0] === "services" && segments[1] !== "oauth2") {
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

/** Bytes of an address, and of an address with its headers (S1.7). */
const LENGTH_MAX = 16_384;

/** Finds who answers, and lets at most one fault strike on the way. */
function dispatch(arrival: Arrival): EmulatorAnswer {
  const { org, request, now } = arrival;
  const [first, second, third] = splitUrl(request.url).segments;
  if (first === "_emulator") return committed(arrival, () => controlEndpoint(org, request, now));
  const tooLong = lengthProblem(request);
  if (tooLong !== undefined) return tooLong.answer();
  const fault = org.faults.strike(request);
  const early = fault === undefined ? undefined : faultBefore(arrival, fault);
  if (early !== undefined) return early;
  if (fault?.fault === "slow") org.longRequests.add(now, fault.delayMs ?? SLOW_MS);
  const answer = ((): EmulatorAnswer => {
    if (first === "id") return committed(arrival, () => identity(org, request, now));
    if (first !== "services") return notFound().answer();
    if (second === "oauth2") {
      return committed(arrival, () => oauthEndpoint(org, request, third ?? "", now));
    }
    if (second?.toLowerCase() === "soap") return soapCall(arrival);
    if (second !== "data") return notFound().answer();
    return third === undefined ? versions(request) : apiCall(arrival);
  })();
  return struck(answer, fault);
}

/** `GET /services/data`, which needs no session (S1.1). */
function versions({ method }: EmulatorRequest): EmulatorAnswer {
  if (method === "GET") return json(200, versionList());
  if (method === "HEAD") return { ...json(200, versionList()), body: "" };
  return methodNotAllowed(method, ["GET", "HEAD"]).answer();
}

/** Addresses and headers have a length that no resource looks beyond. */
function lengthProblem({ url, headers }: EmulatorRequest): ApiError | undefined {
  const address = Buffer.byteLength(url);
  if (address > LENGTH_MAX) {
    return refuse(414, URI_TOO_LONG_ERROR.errorCode, URI_TOO_LONG_ERROR.message);
  }
  let length = address;
  for (const [name, value] of Object.entries(headers)) length += name.length + value.length + 4;
  if (length <= LENGTH_MAX) return undefined;
  return refuse(431, HEADERS_TOO_LONG_ERROR.errorCode, HEADERS_TOO_LONG_ERROR.message);
}

/** A call of the REST API proper: it needs a session and counts. */
function apiCall(arrival: Arrival): EmulatorAnswer {
  const { org, request, now } = arrival;
  const session = signedIn(arrival);
  if (session instanceof ApiError) return counted(arrival, session.answer());
  const call = callOf(org, request, session, now);
  const refusal =
    versionProblem(call.version) ?? limitProblem(arrival, session) ?? formatProblem(request);
  if (refusal !== undefined) return counted(arrival, refusal.answer(), { session });
  const { answer, commit } = inTransaction(arrival, call.dml.actor, () => answerOf(call));
  noteRecent(org, session, commit);
  return counted(arrival, answer, { session, rows: commit.rows.length });
}

/** A call of the SOAP API: the session stands in the message, refusals are faults. */
function soapCall(arrival: Arrival): EmulatorAnswer {
  const { org, request, now } = arrival;
  const address = soapAddress(splitUrl(request.url).segments);
  if (address === undefined) return notFound().answer();
  if (request.method !== "POST") return methodNotAllowed(request.method, ["POST"]).answer();
  const message = parseEnvelope(request.body);
  if (message === undefined) return soapFault("CLIENT", "The message is no SOAP envelope");
  if (message.operation === "login") return refusedLogin(address.version);
  const fromLoopback = request.fromLoopback ?? true;
  const session = sessionOf(org, message.sessionId, { now, fromLoopback });
  if (session === undefined) return counted(arrival, sessionFault());
  const [limit] = limitProblem(arrival, session)?.items ?? [];
  if (limit !== undefined) {
    return counted(arrival, soapFault(limit.errorCode, limit.message), { session });
  }
  const changeOrigin = soapOrigin(address.version, message.client);
  const actor = { userId: session.userId, changeOrigin };
  const { answer, commit } = inTransaction(arrival, actor, () =>
    soapOperation(org, message, { address, session, now }),
  );
  return counted(arrival, answer, { session, rows: commit.rows.length });
}

/** The session of a request, or why it has none. */
function signedIn({ org, request, now }: Arrival): Session | ApiError {
  const token = bearerToken(request);
  if (token === undefined && request.headers["authorization"] !== undefined) return wrongScheme();
  const fromLoopback = request.fromLoopback ?? true;
  return sessionOf(org, token ?? "", { now, fromLoopback }) ?? sessionExpired();
}

/** Limits that a call may run into before anything is done (S1.9). */
function limitProblem({ org, now }: Arrival, session: Session): ApiError | undefined {
  const { settings, usage } = org;
  if (org.longRequests.countAt(now) >= settings.longRequestsMax) {
    return limitExceeded("ConcurrentRequests (Concurrent API Requests) Limit exceeded.");
  }
  const quota = quotaOf(org, session);
  const isUsedUp =
    usage.callsOfDay(now) >= settings.dailyApiRequests ||
    (quota !== undefined && usage.callsOfDay(now, session.clientId) >= quota);
  return isUsedUp ? limitExceeded("TotalRequests Limit exceeded.") : undefined;
}

/** Answers are JSON, or CSV: who takes nothing but XML is told so rather than given what it cannot read. */
function formatProblem({ headers }: EmulatorRequest): ApiError | undefined {
  const types = (headers["accept"] ?? "").split(",").filter((type) => type.trim() !== "");
  const isXmlOnly = types.length > 0 && types.every((type) => /[/+]xml\b/i.test(type));
  const { errorCode, message } = XML_NOT_OFFERED_ERROR;
  return isXmlOnly ? refuse(406, errorCode, message) : undefined;
}

/** The calls that an app of its own may make in a day; undefined when only the org's limit counts. */
const quotaOf = (org: Org, session: Session): number | undefined =>
  org.settings.apps.find((app) => app.id === session.clientId)?.dailyApiRequests;

/** What the user's list of recent rows gains. */
function noteRecent(org: Org, session: Session, commit: Commit): void {
  if (!WRITES_COUNT_AS_RECENT) return;
  for (const { objectApiName, recordId, change } of commit.rows) {
    if (change !== "delete") org.recent.touch(session.userId, objectApiName, recordId);
  }
}

/**
 * Runs a call and commits what it changed: nothing when it is refused. One that ends in a bug leaves no half of
 * its work for the next one to commit.
 */
function inTransaction(
  { org, now }: Arrival,
  actor: Actor,
  run: () => EmulatorAnswer,
): { readonly answer: EmulatorAnswer; readonly commit: Commit } {
  eraseExpired(org.store, now);
  const savepoint = org.store.savepoint();
  let answer: EmulatorAnswer;
  try {
    answer = run();
  } catch (error) {
    org.store.rollbackTo(savepoint);
    throw error;
  }
  if (answer.status >= 400) org.store.rollbackTo(savepoint);
  return { answer, commit: org.commit(actor, now) };
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

const limitExceeded = (message: string): ApiError => refuse(403, "REQUEST_LIMIT_EXCEEDED", message);

/** Counts a call under its kind and tells the caller how many of the day's calls are used. */
function counted(
  { org, request, now }: Arrival,
  answer: EmulatorAnswer,
  { session, rows = 0 }: { readonly session?: Session; readonly rows?: number } = {},
): EmulatorAnswer {
  const { usage, settings } = org;
  const clientId = session?.clientId ?? null;
  usage.countCall(kindOf(request), now, { status: answer.status, rows, clientId });
  const used = `api-usage=${usage.callsOfDay(now)}/${settings.dailyApiRequests}`;
  const quota = session === undefined ? undefined : quotaOf(org, session);
  const ofApp =
    quota === undefined || clientId === null
      ? ""
      : `; per-app-api-usage=${usage.callsOfDay(now, clientId)}/${quota}(appName=${clientId})`;
  return { ...answer, headers: { ...answer.headers, "sforce-limit-info": used + ofApp } };
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

/** Faults that end a request before anything is done; undefined when it goes on. */
function faultBefore(arrival: Arrival, rule: FaultRule): EmulatorAnswer | undefined {
  const { org, request, now } = arrival;
  if (rule.fault === "timeout-before") {
    return { status: 504, headers: {}, body: "", transport: { loss: "hang" } };
  }
  if (rule.fault === "html-error") return maintenancePage(rule);
  const error = refusalOfFault(rule);
  if (error === undefined) return undefined;
  if (rule.fault === "expire-session") {
    closeSession(org, bearerToken(request) ?? "");
    org.commit(nobody(org), now);
  }
  // Sign-in is no API call, so a fault of it does not count as one.
  const [first, second] = splitUrl(request.url).segments;
  const isApiCall = first === "services" && second !== "oauth2";
  return isApiCall ? counted(arrival, error.answer()) : error.answer();
}
