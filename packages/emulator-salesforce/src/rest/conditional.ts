import { createHash } from "node:crypto";
import { refuse } from "../api-error.ts";
import type { Row } from "../store/row.ts";
import { PRECONDITION_ERROR } from "../not-evidenced.ts";
import { parseHttpDate, parseTime } from "../times.ts";
import type { Call } from "./call.ts";

/**
 * Conditional requests (S1.3). Tags count for Account rows only; dates are compared with the last change
 * in whole seconds, so a change within the named second is not seen.
 */

type Verdict = "go-on" | "not-modified";

/** The ETag of an Account row; undefined for rows of other objects. */
export function etagOf(objectName: string, row: Row): string | undefined {
  if (objectName !== "Account") return undefined;
  const hash = createHash("sha1").update(JSON.stringify(Object.entries(row)));
  return `"${hash.digest("base64")}--gzip"`;
}

/** Epoch milliseconds of a row's last change. */
export function lastChange(row: Row): number {
  return parseTime(String(row["LastModifiedDate"])) ?? 0;
}

/** Applies the request's preconditions to a row; throws 412, or 400 for a header that makes no sense. */
export function checkPreconditions(call: Call, objectName: string, row: Row): Verdict {
  const { headers, method } = call.request;
  const isRead = method === "GET" || method === "HEAD";
  const tag = etagOf(objectName, row);
  const unmodifiedSince = dateOf(call, headers["if-unmodified-since"]);
  if (unmodifiedSince !== undefined && lastChange(row) > unmodifiedSince)
    throw preconditionFailed();
  const mustMatch = tagsOf(headers["if-match"]);
  if (
    tag !== undefined &&
    mustMatch !== undefined &&
    !mustMatch.includes(tag) &&
    !mustMatch.includes("*")
  ) {
    throw preconditionFailed();
  }
  const mustDiffer = tagsOf(headers["if-none-match"]);
  if (tag !== undefined && mustDiffer?.some((each) => each === tag || each === "*")) {
    if (isRead) return "not-modified";
    throw preconditionFailed();
  }
  const modifiedSince = dateOf(call, headers["if-modified-since"]);
  if (isRead && modifiedSince !== undefined && lastChange(row) <= modifiedSince)
    return "not-modified";
  return "go-on";
}

/** The state of things is not what the request makes its condition. */
export const preconditionFailed = () =>
  refuse(412, PRECONDITION_ERROR.errorCode, PRECONDITION_ERROR.message);

/** Refuses a write that creates a row when a date among its conditions makes no sense (S1.3). */
export function checkDates(call: Call): void {
  dateOf(call, call.request.headers["if-unmodified-since"]);
  dateOf(call, call.request.headers["if-modified-since"]);
}

/** The tags of a list; a weak tag counts like a strong one. */
function tagsOf(header: string | undefined): readonly string[] | undefined {
  return header?.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
}

/** A date header; an invalid one is refused on writes and ignored on reads (S1.3). */
function dateOf(call: Call, header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const epochMs = parseHttpDate(header);
  const isRead = call.request.method === "GET" || call.request.method === "HEAD";
  if (epochMs === undefined && !isRead) {
    throw refuse(400, "INVALID_HEADER", `Invalid date in a conditional header: ${header}`);
  }
  return epochMs;
}
