import { type ApiError, refuse } from "../api-error.ts";
import type { EmulatorAnswer, Transport } from "../wire.ts";
import type { FaultName, FaultRule } from "./faults.ts";

/** What a fault does to a request or its answer. */

/** Faults that refuse: their status, code and text unless the rule gives others. */
const REFUSALS: Partial<Record<FaultName, readonly [number, string, string]>> = {
  status: [503, "SERVER_UNAVAILABLE", "Service unavailable"],
  limit: [403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."],
  "concurrent-limit": [
    403,
    "REQUEST_LIMIT_EXCEEDED",
    "ConcurrentRequests (Concurrent API Requests) Limit exceeded.",
  ],
  "row-lock": [400, "UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record"],
  "expire-session": [401, "INVALID_SESSION_ID", "Session expired or invalid"],
  subrequest: [503, "SERVER_UNAVAILABLE", "Service unavailable"],
};

/** The error of a fault that refuses; undefined for the others. */
export function refusalOfFault(rule: FaultRule): ApiError | undefined {
  const refusal = REFUSALS[rule.fault];
  if (refusal === undefined) return undefined;
  const [status, errorCode, message] = refusal;
  return refuse(rule.status ?? status, rule.errorCode ?? errorCode, rule.message ?? message);
}

/** What a row that is locked by a fault answers (S1.7). */
export function rowLocked(recordId: string): ApiError {
  const message = `unable to obtain exclusive access to this record or 1 records: ${recordId}`;
  return refuse(400, "UNABLE_TO_LOCK_ROW", message, []);
}

/** The page that the platform's front shows instead of an API answer while an instance is down. */
export function maintenancePage(rule: FaultRule): EmulatorAnswer {
  const body = `<!DOCTYPE html><html><head><title>Server Unavailable</title></head><body><h1>${rule.message ?? "Down For Maintenance"}</h1><p>Sorry for the inconvenience. We'll be back shortly.</p></body></html>`;
  const headers = { "content-type": "text/html;charset=UTF-8" };
  return { status: rule.status ?? 503, headers, body };
}

/** An answer with what a fault does to it once the work is done. */
export function struck(answer: EmulatorAnswer, rule: FaultRule | undefined): EmulatorAnswer {
  if (rule?.fault === "malformed-json") {
    return { ...answer, body: answer.body.slice(0, Math.ceil(answer.body.length / 2)) };
  }
  const transport = transportOf(rule);
  return transport === undefined ? answer : { ...answer, transport };
}

/** Faults that lose or delay an answer after the work was done. */
function transportOf(rule: FaultRule | undefined): Transport | undefined {
  if (rule?.fault === "timeout-after") return { loss: "hang" };
  if (rule?.fault === "close-after") return { loss: "close" };
  return rule?.fault === "slow" ? { delayMs: rule.delayMs ?? SLOW_MS } : undefined;
}

/** How long `slow` waits by default. */
export const SLOW_MS = 1000;
