import { faultAnswer } from "../api/envelopes.ts";
import { forbidden, gatewayFailure, tokenExpired, throttled } from "../api/gateway.ts";
import { bearerToken } from "../oauth/bearer.ts";
import { systemFailure } from "../api/system-failure.ts";
import type { Company } from "../company.ts";
import type { CompanySettings } from "../company-settings.ts";
import type { EmulatorAnswer, EmulatorRequest } from "../emulator-request.ts";
import { ApiFault, type FaultError } from "../faults/api-fault.ts";
import {
  businessError,
  duplicateName,
  inactiveReference,
  staleObject,
} from "../faults/fault-texts.ts";
import { faultCode } from "../faults/code-table.ts";
import type { FaultRule } from "./fault-rules.ts";

/** Words that a table cannot hold, because they depend on settings, or that clients meet by chance only. */
const KNOWN: Readonly<Record<string, (settings: CompanySettings) => FaultError>> = {
  "2500": () => inactiveReference(),
  "5010": ({ userName }) => staleObject(userName),
  // L: two changes of names at the same moment.
  "6000": () => businessError("You can only add or edit one name at a time. Please try again."),
  "6240": ({ duplicateNameReason }) => duplicateName(duplicateNameReason),
};
/** Codes that the gateway answers, or the application that has failed itself, with a status of their own. */
const OWN_STATUS: Readonly<Record<string, number>> = {
  "3001": 429,
  "3100": 403,
  "3200": 401,
  "10000": 500,
};

/** What the fault `status` answers: the gateway's envelope for its own statuses, the application's for all others. */
export function injectedFailure(
  rule: FaultRule,
  request: EmulatorRequest,
  { settings }: Company,
  now: number,
): EmulatorAnswer {
  const known = knownError(rule.code, settings);
  const status = rule.status ?? usualStatus(rule.code, known);
  const hasOwnWords = rule.message !== undefined || rule.detail !== undefined;
  if (status === 401 || status === 403 || status === 429) {
    const { code, message, detail } = rule;
    const isOwn = code === undefined || ownStatus(code) === status;
    if (!isOwn || hasOwnWords) return gatewayFailure({ status, code, message, detail }, now);
    if (status === 401) return tokenExpired(bearerToken(request), now);
    return status === 403 ? forbidden(now) : throttled(now);
  }
  if (known === undefined && !hasOwnWords)
    return systemFailure(status, rule.code, now, settings.timeZone);
  const error: FaultError = {
    ...(known ?? { code: rule.code ?? "10000", message: "", detail: "" }),
    ...(rule.message === undefined ? {} : { message: rule.message }),
    ...(rule.detail === undefined ? {} : { detail: rule.detail }),
  };
  const type = status >= 500 ? "SystemFault" : "ValidationFault";
  return { ...faultAnswer(new ApiFault([error], type), now, settings.timeZone), status };
}

/** The vendor's words; undefined for a code that it does not have. */
function knownError(code: string | undefined, settings: CompanySettings): FaultError | undefined {
  if (code === undefined) return undefined;
  if (Object.hasOwn(KNOWN, code)) return KNOWN[code]?.(settings);
  const row = faultCode(code);
  if (row === undefined) return undefined;
  const { message, detail, element } = row;
  return { code, message, detail: detail ?? "", ...(element === undefined ? {} : { element }) };
}

function usualStatus(code: string | undefined, known: FaultError | undefined): number {
  return ownStatus(code) ?? (known === undefined ? 500 : 400);
}

function ownStatus(code: string | undefined): number | undefined {
  return code !== undefined && Object.hasOwn(OWN_STATUS, code) ? OWN_STATUS[code] : undefined;
}
