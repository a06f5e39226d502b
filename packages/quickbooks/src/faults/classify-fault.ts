/**
 * Maps QuickBooks' fault codes onto the error registry. Source of codes and texts: Intuit's list of
 * error codes and recorded traffic. What is not listed is QBO_REFUSED with the vendor's own words.
 */
import {
  type OperationalError,
  operationalError,
  type VendorMessage,
} from "@accord-sync/core/errors/operational-error.ts";
import type { ErrorCode } from "@accord-sync/core/errors/registry.ts";
import type { FaultItem } from "./read-fault.ts";

/** Intuit asks for a minute's pause and sends no Retry-After. */
export const THROTTLE_PAUSE_MS = 60_000;
/** Two name-list records were being written at once; QuickBooks does one at a time. */
export const NAME_LOCK_PAUSE_MS = 2_000;

/** What the refused request was about, for the message. Empty text where there is none. */
export interface FaultSubject {
  readonly type: string;
  readonly id: string;
  readonly name: string;
}

const BY_CODE: Readonly<Record<string, ErrorCode>> = {
  "610": "QBO_NOT_FOUND",
  "700": "QBO_REFERENCE_INVALID",
  "2020": "QBO_VALUE_INVALID",
  "2030": "QBO_VALUE_INVALID",
  "2040": "QBO_VALUE_INVALID",
  "2050": "QBO_VALUE_TOO_LONG",
  "2500": "QBO_REFERENCE_INVALID",
  "3001": "QBO_THROTTLED",
  "3100": "AUTH_FORBIDDEN",
  "3200": "AUTH_EXPIRED",
  "4000": "QBO_QUERY_INVALID",
  "4001": "QBO_QUERY_INVALID",
  "5010": "QBO_STALE_VERSION",
  "6190": "AUTH_FORBIDDEN",
  "6200": "QBO_PERIOD_CLOSED",
  "6210": "QBO_PERIOD_CLOSED",
  "6240": "QBO_DUPLICATE_NAME",
};

/** Formats of dates, numbers, amounts, enumerations, addresses and e-mail. */
const FORMAT_CODES = { first: 2060, last: 2230 } as const;
/** Who may connect at all; 120 is "you do not have access to QuickBooks". */
const ACCESS_CODES = { first: 100, last: 150 } as const;

function codeOf(fault: FaultItem, subject: FaultSubject): ErrorCode {
  if (isAboutName(fault)) return "QBO_NAME_INVALID";
  if (isNameLock(fault)) return "QBO_THROTTLED";
  // Without a record of its own in the request, only something it refers to can be missing.
  if (fault.code === "610" && subject.id === "") return "QBO_REFERENCE_INVALID";
  const number = Number(fault.code);
  if (number >= ACCESS_CODES.first && number <= ACCESS_CODES.last) return "AUTH_FORBIDDEN";
  const listed = BY_CODE[fault.code];
  if (listed !== undefined) return listed;
  return number >= FORMAT_CODES.first && number <= FORMAT_CODES.last
    ? "QBO_VALUE_INVALID"
    : "QBO_REFUSED";
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
  const params = { system: "QuickBooks", detail: words.join("; "), ...subject };
  return operationalError(code, params, { vendor, retryAfterMs: pauseOf(first, code) });
}
