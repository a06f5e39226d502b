import { ApiError } from "../../api-error.ts";
import { SOAP_LOGIN_REFUSALS } from "../../not-evidenced.ts";
import type { Session } from "../../oauth/sessions.ts";
import type { Org } from "../../org.ts";
import type { EmulatorAnswer } from "../../wire.ts";
import { isKnownVersion } from "../versions.ts";
import { type SoapCall, soapAnswer, soapFault } from "./envelope.ts";
import { operationNamed } from "./operations.ts";

/** `POST /services/Soap/u/{version}` (partner) and `/c/` (enterprise). */

const NAMESPACES: Readonly<Record<string, string>> = {
  u: "urn:partner.soap.sforce.com",
  c: "urn:enterprise.soap.sforce.com",
};

/** From this version on there is no `login()` (S1.1). */
const FIRST_WITHOUT_LOGIN = 65;

/** What an address of the SOAP API names. */
export interface SoapAddress {
  readonly namespace: string;
  readonly version: string;
}

/** The API and version of an address; undefined when it leads nowhere. */
export function soapAddress(segments: readonly string[]): SoapAddress | undefined {
  const [, , api = "", version = ""] = segments;
  const namespace = NAMESPACES[api];
  if (namespace === undefined || !isKnownVersion(version)) return undefined;
  return { namespace, version };
}

/** No user of the emulator has a password; later versions of the platform take none. */
export function refusedLogin(version: string): EmulatorAnswer {
  const isGone = Number(version) >= FIRST_WITHOUT_LOGIN;
  const { code, message } = isGone ? SOAP_LOGIN_REFUSALS.retired : SOAP_LOGIN_REFUSALS.wrong;
  return soapFault(code, message);
}

/** The fault for a session that is none; clients look for its code. */
export const sessionFault = (): EmulatorAnswer =>
  soapFault(
    "INVALID_SESSION_ID",
    "Invalid Session ID found in SessionHeader: Illegal Session. Session not found, missing session key",
  );

/** How change events name this way of changing data (S2.1). */
export function soapOrigin(version: string, client: string | undefined): string {
  const origin = `com/salesforce/api/soap/${version}`;
  return client === undefined ? origin : `${origin};client=${client}`;
}

/** Runs an operation; refusals of the call as a whole are faults, those of its rows stand in the result. */
export function soapOperation(
  org: Org,
  { operation, message, client }: SoapCall,
  { address, session, now }: { address: SoapAddress; session: Session; now: number },
): EmulatorAnswer {
  const run = operationNamed(operation);
  if (run === undefined) return soapFault("INVALID_OPERATION", `unknown operation: ${operation}`);
  const changeOrigin = soapOrigin(address.version, client);
  const { store, schema, ids } = org;
  const actor = { userId: session.userId, changeOrigin };
  const access = org.accessOf(session.userId);
  const { locks, outbox } = org;
  const dml = { store, schema, ids, now, actor, access, locks, outbox };
  try {
    const limit = [org.usage.callsOfDay(now) + 1, org.settings.dailyApiRequests] as const;
    return soapAnswer(operation, run({ org, dml }, message), { ...address, limit });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const [item] = error.items;
    return soapFault(item?.errorCode ?? "UNKNOWN_EXCEPTION", item?.message ?? "");
  }
}
