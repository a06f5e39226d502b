/**
 * Intuit's list of fault codes, each with the error of the registry that it means. The list is the
 * official one (D, error codes page); what a code means to us is decided here and nowhere else. A code
 * that is not listed is `QBO_REFUSED`, with the vendor's own words.
 */
import type { ErrorCode } from "@accord-sync/core/errors/registry.ts";

export interface FaultCodeRow {
  readonly from: number;
  /** Inclusive. Default: `from`. */
  readonly to?: number;
  readonly error: ErrorCode;
  /** What Intuit calls it, shortened. */
  readonly meaning: string;
}

export const FAULT_CODES: readonly FaultCodeRow[] = [
  { from: 100, to: 150, error: "AUTH_FORBIDDEN", meaning: "authentication and authorisation" },
  { from: 500, error: "QBO_REFUSED", meaning: "unsupported operation" },
  { from: 600, error: "QBO_REQUEST_KNOWN", meaning: "duplicate request id" },
  { from: 610, error: "QBO_NOT_FOUND", meaning: "object not found" },
  { from: 620, error: "QBO_REFUSED", meaning: "transaction cannot be linked" },
  { from: 700, error: "QBO_REFERENCE_INVALID", meaning: "parent reference invalid" },
  { from: 1040, error: "QBO_REFUSED", meaning: "too many items in a batch" },
  { from: 2010, error: "QBO_REFUSED", meaning: "invalid or unsupported property" },
  { from: 2020, error: "QBO_VALUE_INVALID", meaning: "required parameter missing" },
  { from: 2030, error: "QBO_VALUE_INVALID", meaning: "invalid id" },
  { from: 2040, error: "QBO_VALUE_INVALID", meaning: "invalid text or characters" },
  { from: 2050, error: "QBO_VALUE_TOO_LONG", meaning: "text too long or too short" },
  { from: 2060, to: 2160, error: "QBO_VALUE_INVALID", meaning: "format of a date, number, amount" },
  { from: 2170, error: "QBO_VALUE_INVALID", meaning: "invalid enumeration" },
  { from: 2180, error: "QBO_VALUE_INVALID", meaning: "invalid enumeration or name" },
  { from: 2200, error: "QBO_VALUE_INVALID", meaning: "format of an address on the web" },
  { from: 2210, error: "QBO_VALUE_INVALID", meaning: "format of an e-mail address" },
  { from: 2220, error: "QBO_VALUE_INVALID", meaning: "currency" },
  { from: 2230, error: "QBO_VALUE_INVALID", meaning: "boolean" },
  { from: 2250, error: "QBO_VALUE_INVALID", meaning: "lines missing" },
  { from: 2260, error: "QBO_VALUE_INVALID", meaning: "posting type missing" },
  { from: 2290, error: "QBO_VALUE_INVALID", meaning: "negative amount" },
  { from: 2300, error: "QBO_VALUE_INVALID", meaning: "debits do not equal credits" },
  { from: 2500, error: "QBO_REFERENCE_INVALID", meaning: "invalid reference" },
  { from: 3001, error: "QBO_THROTTLED", meaning: "throttled (gateway)" },
  { from: 3100, error: "AUTH_FORBIDDEN", meaning: "application not authorised (gateway)" },
  { from: 3200, error: "AUTH_EXPIRED", meaning: "token expired or invalid (gateway)" },
  { from: 4000, error: "QBO_QUERY_INVALID", meaning: "query cannot be parsed" },
  { from: 4001, error: "QBO_QUERY_INVALID", meaning: "query is invalid" },
  { from: 5010, error: "QBO_STALE_VERSION", meaning: "stale object" },
  { from: 5020, error: "QBO_REFUSED", meaning: "permission or feature missing" },
  { from: 6000, error: "QBO_REFUSED", meaning: "business validation" },
  { from: 6030, error: "QBO_REFUSED", meaning: "upload too large" },
  { from: 6041, error: "QBO_REFUSED", meaning: "type of an uploaded file" },
  { from: 6070, error: "QBO_VALUE_INVALID", meaning: "amount is not price times quantity" },
  { from: 6100, to: 6130, error: "QBO_VALUE_INVALID", meaning: "rules of tax codes" },
  { from: 6140, error: "QBO_DUPLICATE_NUMBER", meaning: "duplicate document number" },
  { from: 6150, to: 6170, error: "QBO_VALUE_INVALID", meaning: "rules of tax codes" },
  { from: 6180, error: "QBO_REFUSED", meaning: "hierarchy too deep" },
  { from: 6190, error: "QBO_SUBSCRIPTION_ENDED", meaning: "invalid company status" },
  { from: 6200, error: "QBO_PERIOD_CLOSED", meaning: "period closed, password needed" },
  { from: 6210, error: "QBO_PERIOD_CLOSED", meaning: "period closed" },
  { from: 6220, error: "QBO_REFUSED", meaning: "a list record with a balance" },
  { from: 6230, error: "QBO_VALUE_INVALID", meaning: "rules of tax codes" },
  { from: 6240, error: "QBO_DUPLICATE_NAME", meaning: "duplicate name" },
  { from: 6250, error: "QBO_REFERENCE_INVALID", meaning: "invalid customer" },
  { from: 6280, error: "QBO_REFUSED", meaning: "unbilled charges" },
  { from: 6290, to: 6390, error: "QBO_REFUSED", meaning: "rules of time activities" },
  { from: 6420, error: "QBO_VALUE_INVALID", meaning: "e-mail address needed to send" },
  { from: 6430, error: "QBO_REFERENCE_INVALID", meaning: "invalid type of account" },
  { from: 6450, error: "QBO_REFUSED", meaning: "voiding failed" },
  { from: 6540, error: "QBO_TRANSACTION_LOCKED", meaning: "transaction has been deposited" },
  { from: 10_000, error: "REMOTE_FAILING", meaning: "application error" },
];

/** The error that `code` means; null for a code that Intuit's list does not have. */
export function listedError(code: string): ErrorCode | null {
  const number = /^\d{1,6}$/.test(code) ? Number(code) : Number.NaN;
  const row = FAULT_CODES.find(({ from, to = from }) => number >= from && number <= to);
  return row?.error ?? null;
}
