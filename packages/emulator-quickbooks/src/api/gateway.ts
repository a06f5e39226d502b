import type { Company } from "../company.ts";
import type { EmulatorAnswer, EmulatorRequest } from "../emulator-request.ts";
import { BEARER_LENGTH_MIN, SCOPE_IS_CHECKED } from "../not-evidenced.ts";
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

/** Refuses an unknown or expired token, then a foreign company or a token for other services. */
export function refuseAtGateway(
  request: EmulatorRequest,
  realmId: string,
  company: Company,
  now: number,
): EmulatorAnswer | undefined {
  const grant = bearerGrant(request, company, now);
  if (grant === undefined) return expiredToken(bearerToken(request), now);
  const isAllowed = !SCOPE_IS_CHECKED || grant.scopes.includes(ACCOUNTING_SCOPE);
  const isOwn = realmId === grant.realmId && realmId === company.settings.realmId;
  return isOwn && isAllowed ? undefined : gatewayAnswer(FORBIDDEN, now);
}

/**
 * R error/401. The vendor shows the beginning of the token; so does this, and never more. A text that
 * cannot be a token has words of its own (L, August 2026).
 */
export function expiredToken(token: string, now: number): EmulatorAnswer {
  const isToken = token.length >= BEARER_LENGTH_MIN && token.length <= BEARER_LENGTH_MAX;
  const detail = isToken
    ? `Token expired: ${token.slice(0, 4)}REDACTED`
    : "Malformed bearer token: too short or too long";
  const answer = gatewayAnswer({ ...EXPIRED, detail }, now);
  const challenge = 'Bearer realm="Intuit", error="invalid_token"';
  return { ...answer, headers: { ...answer.headers, "www-authenticate": challenge } };
}

/** R (2013). No Retry-After is documented, so none is sent; the advice is to wait a minute. */
export function throttled(now: number): EmulatorAnswer {
  return gatewayAnswer(THROTTLED, now);
}

/** A gateway refusal of any status, for injected faults. */
export function gatewayFailure(status: number, code: string, now: number): EmulatorAnswer {
  const message = `message=InjectedFault; errorCode=${code.padStart(6, "0")}; statusCode=${status}`;
  return gatewayAnswer({ status, message, code, detail: null, type: "SERVICE" }, now);
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
