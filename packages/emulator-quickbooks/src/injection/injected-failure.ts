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
  closedPeriod,
  depositedTransaction,
  duplicateName,
  inactiveCompany,
  inactiveReference,
  objectNotFound,
  staleObject,
} from "../faults/fault-texts.ts";
import type { FaultRule } from "./fault-rules.ts";

/** Refusals that a client must know how to take and that a test cannot easily bring about, in the vendor's words. */
const KNOWN: Readonly<Record<string, (settings: CompanySettings) => FaultError>> = {
  "610": () => objectNotFound(),
  "2500": () => inactiveReference(),
  "5010": ({ userName }) => staleObject(userName),
  // L: two changes of names at the same moment.
  "6000": () => businessError("You can only add or edit one name at a time. Please try again."),
  "6190": () => inactiveCompany(),
  "6210": () => closedPeriod(),
  "6240": ({ duplicateNameReason }) => duplicateName(duplicateNameReason),
  "6540": () => depositedTransaction(),
};

/** What the fault `status` answers: the gateway's envelope for its own statuses, the application's for all others. */
export function injectedFailure(
  rule: FaultRule,
  request: EmulatorRequest,
  { settings }: Company,
  now: number,
): EmulatorAnswer {
  const known = knownError(rule.code, settings);
  const status = rule.status ?? (known === undefined ? 500 : 400);
  const hasOwnWords = rule.message !== undefined || rule.detail !== undefined;
  if (status === 401 || status === 403 || status === 429) {
    const { code, message, detail } = rule;
    if (code !== undefined || hasOwnWords)
      return gatewayFailure({ status, code, message, detail }, now);
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

/** Undefined for a code whose words are not known here. */
function knownError(code: string | undefined, settings: CompanySettings): FaultError | undefined {
  return code !== undefined && Object.hasOwn(KNOWN, code) ? KNOWN[code]?.(settings) : undefined;
}
