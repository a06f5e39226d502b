import type { Company } from "../company.ts";
import type { EmulatorAnswer, EmulatorRequest } from "../emulator-request.ts";

/** What the gateway in front of the application refuses, with its own lower-case envelope. */

/** One entry of the lower-case `fault.error`; texts as recorded. */
interface GatewayError {
  readonly status: number;
  readonly message: string;
  readonly code: string;
  readonly detail: string | null;
  readonly type: string;
}

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

/** Refuses an unknown or expired token, a foreign company, or a call above the limits, in this order. */
export function refuseAtGateway(
  request: EmulatorRequest,
  realmId: string,
  company: Company,
  now: number,
): EmulatorAnswer | undefined {
  const { settings, store } = company;
  const token = /^Bearer\s+(.+)$/i.exec(request.headers["authorization"] ?? "")?.[1] ?? "";
  const isDemo = token === "demo" && settings.acceptDemoToken && request.isLoopback !== false;
  const known = store.state("accessToken", token);
  if (!isDemo && (known === undefined || known.expiresAt <= now)) return expiredToken(token, now);
  const grantedRealm = isDemo ? settings.realmId : known?.realmId;
  if (realmId !== grantedRealm || realmId !== settings.realmId)
    return gatewayAnswer(FORBIDDEN, now);
  return undefined;
}

/** R error/401. The vendor shows the beginning of the token; so does this, and never more. */
export function expiredToken(token: string, now: number): EmulatorAnswer {
  const detail = `Token expired: ${token.slice(0, 4)}REDACTED`;
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
