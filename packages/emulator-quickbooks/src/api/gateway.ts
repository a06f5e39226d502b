import { formatDate } from "../company-time.ts";
import type { Company } from "../company.ts";
import type { EmulatorAnswer, EmulatorRequest } from "../emulator-request.ts";
import type { MeasuredCall } from "../metering/rate-limits.ts";
import { isCorePlus, usageClass } from "../metering/usage.ts";
import {
  BEARER_LENGTH_MIN,
  QUOTA_STOPS_METERED_ALONE,
  SCOPE_IS_CHECKED,
} from "../not-evidenced.ts";
import { bearerGrant, bearerToken } from "../oauth/bearer.ts";
import { ACCOUNTING_SCOPE } from "../oauth/scopes.ts";

/** What the gateway in front of the application refuses, with its own lower-case envelope. */

/** One entry of the lower-case `fault.error`; texts as recorded. */
interface GatewayError {
  readonly status: number;
  readonly message: string;
  readonly code: string;
  readonly detail: string | null;
  readonly type: string;
}

/** Access tokens are no longer (D). */
const BEARER_LENGTH_MAX = 4096;

const EXPIRED = {
  status: 401,
  message: "message=AuthenticationFailed; errorCode=003200; statusCode=401",
  code: "3200",
  type: "AUTHENTICATION",
};
const FORBIDDEN: GatewayError = {
  status: 403,
  message: "message=ApplicationAuthorizationFailed; errorCode=003100; statusCode=403",
  code: "3100",
  detail: null,
  type: "SERVICE",
};
const THROTTLED: GatewayError = {
  status: 429,
  message: "message=ThrottleExceeded; errorCode=003001; statusCode=429",
  code: "3001",
  detail: "The request limit was reached.  Try again later",
  type: "SERVICE",
};

/** A call at the gateway: whose company it names, and what follows in the address. */
export interface GatewayCall {
  readonly request: EmulatorRequest;
  readonly realmId: string;
  readonly segments: readonly string[];
}

/**
 * Refuses, in this order: an unknown or expired token (401), a foreign company or a token for other
 * services (403), a call above the limits (429).
 */
export function refuseAtGateway(
  { request, realmId, segments }: GatewayCall,
  company: Company,
  now: number,
): EmulatorAnswer | undefined {
  const { settings } = company;
  const grant = bearerGrant(request, company, now);
  if (grant === undefined) return refusedToken(bearerToken(request), now);
  const isAllowed = !SCOPE_IS_CHECKED || grant.scopes.includes(ACCOUNTING_SCOPE);
  if (!isAllowed || realmId !== grant.realmId || realmId !== settings.realmId)
    return forbidden(now);
  if (!settings.rateLimits) return undefined;
  const call = { now, clientId: grant.clientId, method: request.method, segments };
  const isOver = isOverQuota(call, company) || !company.limits.admit(call, settings.limits);
  return isOver ? throttled(now) : undefined;
}

/** The month's metered calls are used up: the Builder tier then answers 429 until the month ends (D). */
function isOverQuota(call: MeasuredCall, { settings, usage }: Company): boolean {
  const { meteredPerMonth } = settings.limits;
  if (meteredPerMonth === null) return false;
  const used = usage.corePlusIn(monthOf(call.now, settings.timeZone));
  const route = call.segments[0]?.toLowerCase() ?? "";
  const counts = !QUOTA_STOPS_METERED_ALONE || isCorePlus(usageClass(call.method, route, 200));
  return counts && used >= meteredPerMonth;
}

/** The calendar month in the company's zone, e.g. `2026-11`. */
export function monthOf(now: number, timeZone: string): string {
  return formatDate(now, timeZone).slice(0, 7);
}

/** A text that cannot be a token has words of its own (L, August 2026). */
function refusedToken(token: string, now: number): EmulatorAnswer {
  const isToken = token.length >= BEARER_LENGTH_MIN && token.length <= BEARER_LENGTH_MAX;
  return isToken
    ? tokenExpired(token, now)
    : unauthorized("Malformed bearer token: too short or too long", now);
}

/** R error/401. The vendor shows the beginning of the token; so does this, and never more. */
export function tokenExpired(token: string, now: number): EmulatorAnswer {
  return unauthorized(`Token expired: ${token.slice(0, 4)}REDACTED`, now);
}

function unauthorized(detail: string, now: number): EmulatorAnswer {
  const answer = gatewayAnswer({ ...EXPIRED, detail }, now);
  const challenge = 'Bearer realm="Intuit", error="invalid_token"';
  return { ...answer, headers: { ...answer.headers, "www-authenticate": challenge } };
}

/** R (2013). No Retry-After is documented, so none is sent; the advice is to wait a minute. */
export function throttled(now: number): EmulatorAnswer {
  return gatewayAnswer(THROTTLED, now);
}

/** A foreign company, or a token for other services. */
export function forbidden(now: number): EmulatorAnswer {
  return gatewayAnswer(FORBIDDEN, now);
}

/** A refusal in the gateway's envelope with an author's own code and words, for injected faults. */
export function gatewayFailure(
  own: {
    readonly status: number;
    readonly code: string | undefined;
    readonly message: string | undefined;
    readonly detail: string | undefined;
  },
  now: number,
): EmulatorAnswer {
  const { status, code = String(status), detail = null } = own;
  const usual = `message=InjectedFault; errorCode=${code.padStart(6, "0")}; statusCode=${status}`;
  const message = own.message ?? usual;
  return gatewayAnswer({ status, message, code, detail, type: "SERVICE" }, now);
}

/** The gateway writes every field of its response type, mostly null, and the time as epoch ms. */
function gatewayAnswer(error: GatewayError, now: number): EmulatorAnswer {
  const { message, detail, code, type, status } = error;
  const body = JSON.stringify({
    warnings: null,
    intuitObject: null,
    fault: { error: [{ message, detail, code, element: null }], type },
    report: null,
    queryResponse: null,
    batchItemResponse: [],
    attachableResponse: [],
    syncErrorResponse: null,
    requestId: null,
    time: now,
    status: null,
    cdcresponse: [],
  });
  return { status, headers: { "content-type": "application/json" }, body };
}
