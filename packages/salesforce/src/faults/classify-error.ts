/**
 * Maps Salesforce's error codes onto the error registry. What is not listed is SF_REFUSED with
 * Salesforce's own words.
 */
import {
  type OperationalError,
  operationalError,
  type VendorMessage,
} from "@accord-sync/core/errors/operational-error.ts";
import type { ErrorCode } from "@accord-sync/core/errors/registry.ts";
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import {
  isObject,
  type Json,
  type JsonObject,
  textOf,
} from "@accord-sync/core/json/lossless-json.ts";

export interface ApiError {
  readonly code: string;
  readonly message: string;
  readonly fields: readonly string[];
}

/** Names the calls that were undone because another one failed: never the cause. */
export const CONSEQUENCE_CODES: ReadonlySet<string> = new Set([
  "PROCESSING_HALTED",
  "ALL_OR_NONE_OPERATION_ROLLED_BACK",
]);

const BY_CODE: Readonly<Record<string, ErrorCode>> = {
  REQUIRED_FIELD_MISSING: "SF_REQUIRED_FIELD_MISSING",
  FIELD_CUSTOM_VALIDATION_EXCEPTION: "SF_VALIDATION_FAILED",
  CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: "SF_VALIDATION_FAILED",
  INVALID_EMAIL_ADDRESS: "SF_VALIDATION_FAILED",
  INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: "SF_VALIDATION_FAILED",
  STRING_TOO_LONG: "SF_VALUE_TOO_LONG",
  DUPLICATE_VALUE: "SF_DUPLICATE",
  DUPLICATES_DETECTED: "SF_DUPLICATE",
  INVALID_FIELD: "SF_FIELD_NOT_WRITABLE",
  INVALID_FIELD_FOR_INSERT_UPDATE: "SF_FIELD_NOT_WRITABLE",
  CANNOT_UPDATE_CONVERTED_LEAD: "SF_REFUSED",
  NOT_FOUND: "SF_NOT_FOUND",
  ENTITY_IS_DELETED: "SF_NOT_FOUND",
  MALFORMED_ID: "SF_NOT_FOUND",
  UNABLE_TO_LOCK_ROW: "SF_ROW_LOCKED",
  REQUEST_LIMIT_EXCEEDED: "SF_REQUEST_LIMIT",
  INVALID_SESSION_ID: "AUTH_EXPIRED",
  API_DISABLED_FOR_ORG: "AUTH_FORBIDDEN",
  API_CURRENTLY_DISABLED: "AUTH_FORBIDDEN",
  INSUFFICIENT_ACCESS: "SF_FIELD_NOT_WRITABLE",
  INSUFFICIENT_ACCESS_OR_READONLY: "SF_FIELD_NOT_WRITABLE",
  SERVER_UNAVAILABLE: "REMOTE_FAILING",
  UNKNOWN_EXCEPTION: "REMOTE_FAILING",
};

/** Errors in an answer: an array of them, or one object in the style of the OAuth endpoints. */
export function readErrors(body: Json | undefined): readonly ApiError[] {
  const items: readonly Json[] = Array.isArray(body) ? (body as readonly Json[]) : [body ?? null];
  return items
    .filter(isObject)
    .map(readError)
    .filter(({ code }) => code !== "");
}

function readError(item: JsonObject): ApiError {
  const fields = item["fields"];
  return {
    code: textOf(item, "errorCode") ?? textOf(item, "statusCode") ?? textOf(item, "error") ?? "",
    message: textOf(item, "message") ?? textOf(item, "error_description") ?? "",
    fields: Array.isArray(fields)
      ? (fields as readonly Json[]).filter((field) => typeof field === "string")
      : [],
  };
}

/** One refused call: HTTP status, and what it said. */
export interface Refusal {
  readonly status: number;
  readonly errors: readonly ApiError[];
}

/** A 4xx says that nothing was done; after a 5xx, or a page of another kind, nobody knows (S13). */
export function isCertainRefusal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408;
}

/** The error of a refusal. `ref` is the record it was about, where there is one. */
export function classifyRefusal(refusal: Refusal, ref: RecordRef | null): OperationalError {
  const { status, errors } = refusal;
  const first = errors.find(({ code }) => !CONSEQUENCE_CODES.has(code)) ?? errors[0];
  const words = errors.map(wordsOf).filter((text) => text !== "");
  const params = {
    system: "Salesforce",
    status: String(status),
    detail: words.join("; "),
    type: ref?.type ?? "",
    id: ref?.id ?? "",
  };
  const vendor: VendorMessage | null =
    first === undefined
      ? null
      : {
          code: first.code,
          message: first.message,
          detail: first.fields.join(", "),
          requestId: null,
        };
  return operationalError(codeOf(status, first), params, { vendor });
}

function codeOf(status: number, error: ApiError | undefined): ErrorCode {
  if (status === 412) return "SF_STALE_VERSION";
  // One code for two limits: the day's, and that of long requests at one time.
  if (error?.code === "REQUEST_LIMIT_EXCEEDED" && /^Concurrent/i.test(error.message)) {
    return "SF_BUSY";
  }
  const listed = error === undefined ? undefined : BY_CODE[error.code];
  if (listed !== undefined) return listed;
  if (status === 401) return "AUTH_EXPIRED";
  if (status === 403) return "AUTH_FORBIDDEN";
  if (status >= 500) return "REMOTE_FAILING";
  return error === undefined ? "REMOTE_ANSWER_UNREADABLE" : "SF_REFUSED";
}

function wordsOf({ message, fields }: ApiError): string {
  const named = fields.filter((field) => !message.includes(field));
  return named.length === 0 ? message : `${message} (${named.join(", ")})`;
}
