/**
 * Maps a refusal of QuickBooks onto the error registry: by its code (fault-codes.ts), save for two codes
 * whose words decide, and by the envelope's type where the code is not listed.
 */
import {
  type OperationalError,
  operationalError,
  type VendorMessage,
} from "@accord-sync/core/errors/operational-error.ts";
import type { ErrorCode } from "@accord-sync/core/errors/registry.ts";
import {
  KNOWN_REQUEST_LEAVES_DOUBT,
  NAME_LOCK_PAUSE_MS,
  SYSTEM_FAILURE_LEAVES_DOUBT,
} from "../hypotheses.ts";
import { listedError } from "./fault-codes.ts";
import type { FaultItem } from "./read-fault.ts";

/** Intuit asks for a minute's pause and sends no Retry-After. */
export const THROTTLE_PAUSE_MS = 60_000;

/** What the refused request was about, for the message. Empty text where there is none. */
export interface FaultSubject {
  readonly type: string;
  readonly id: string;
  readonly name: string;
}

function codeOf(fault: FaultItem, subject: FaultSubject): ErrorCode {
  if (isAboutName(fault)) return "QBO_NAME_INVALID";
  if (isNameLock(fault)) return "QBO_THROTTLED";
  // Without a record of its own in the request, only something it refers to can be missing.
  if (fault.code === "610" && subject.id === "") return "QBO_REFERENCE_INVALID";
  return listedError(fault.code) ?? byType(fault.type);
}

/** What an envelope's type says where the code is not listed (XSD misspells AuthorizationFault). */
function byType(type: string): ErrorCode {
  if (/^authentication/i.test(type)) return "AUTH_EXPIRED";
  if (/^authori[sz]at/i.test(type)) return "AUTH_FORBIDDEN";
  return isSystemFault(type) ? "REMOTE_FAILING" : "QBO_REFUSED";
}

const isSystemFault = (type: string): boolean => /^system/i.test(type);

/**
 * True when a fault says that QuickBooks itself failed, or that it has met the request before, so that
 * nobody knows what it did: a refusal by a rule is certain, these are not (Q14).
 */
export function leavesDoubt(faults: readonly FaultItem[]): boolean {
  return faults.some(isFailure) || faults.some(isKnownRequest);
}

function isFailure({ code, type }: FaultItem): boolean {
  if (!SYSTEM_FAILURE_LEAVES_DOUBT) return false;
  return listedError(code) === "REMOTE_FAILING" || isSystemFault(type);
}

function isKnownRequest({ code }: FaultItem): boolean {
  return KNOWN_REQUEST_LEAVES_DOUBT && listedError(code) === "QBO_REQUEST_KNOWN";
}

/** A bad name comes as 2180 (with the words), 2040, or as a missing DisplayName or Name (2020). */
function isAboutName(fault: FaultItem): boolean {
  if (/^Names must have at least one character/i.test(fault.detail)) return true;
  if (fault.code !== "2020" && fault.code !== "2040") return false;
  return (
    /^(?:DisplayName|Name)$/.test(fault.element) ||
    /\bparameter (?:DisplayName|Name) is missing/i.test(fault.detail)
  );
}

function isNameLock(fault: FaultItem): boolean {
  return fault.code === "6000" && /only add or edit one name at a time/i.test(fault.detail);
}

function pauseOf(fault: FaultItem, code: ErrorCode): number | null {
  if (code !== "QBO_THROTTLED") return null;
  return isNameLock(fault) ? NAME_LOCK_PAUSE_MS : THROTTLE_PAUSE_MS;
}

/**
 * The error of a refusal. QuickBooks may list several faults: the first decides, the details of all
 * are kept.
 */
export function classifyFaults(
  faults: readonly [FaultItem, ...FaultItem[]],
  subject: FaultSubject,
  requestId: string | null,
): OperationalError {
  const [first] = faults;
  const code = codeOf(first, subject);
  const words = faults.map((fault) => fault.detail || fault.message).filter((text) => text !== "");
  const vendor: VendorMessage = {
    code: first.code,
    message: first.message,
    detail: words.join("; "),
    requestId,
  };
  const params = {
    system: "QuickBooks",
    status: first.code,
    detail: words.join("; "),
    ...subject,
  };
  return operationalError(code, params, { vendor, retryAfterMs: pauseOf(first, code) });
}
