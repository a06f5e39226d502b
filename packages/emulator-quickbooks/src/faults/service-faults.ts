/**
 * Refusals of a whole request: its address, its company, its request id, its batch. Sources as in `fault-texts.ts`.
 */

import {
  BATCH_OVERFLOW_CODE,
  BATCH_OVERFLOW_DETAIL,
  REQUEST_ID_DETAIL,
  REQUEST_ID_REUSE_DETAIL,
  CDC_TOO_OLD_CODE,
} from "../not-evidenced.ts";
import type { FaultError } from "./api-fault.ts";

/** L: an operation that the record's type does not have. */
export function unsupportedOperation(what: string): FaultError {
  return {
    code: "500",
    message: "Unsupported Operation",
    detail: `Operation ${what} is not supported.`,
  };
}

/** D. */
export function notUtf8(): FaultError {
  const reason = "Invalid byte 1 of 1-byte UTF-8 sequence";
  return unsupportedOperation(
    `com.sun.org.apache.xerces.internal.impl.io.MalformedByteSequenceException: ${reason}`,
  );
}

/** R: an address that no resource answers. */
export function noResource(path: string): FaultError {
  return unsupportedOperation(
    `Could not find resource for relative : ${path} of full path: https://c50.sandbox.qbo.intuit.com/qbo50${path}`,
  );
}

/** L (intuit/oauth-jsclient issue 89, 2020): what the company or its user may not use. */
export function permissionDenied(element: string): FaultError {
  const detail = "Permission Denied Error : You do not have the access rights to use this feature.";
  return { code: "5020", message: "Permission Denied Error", detail, element };
}

/** D: more than 30 items. */
export function batchTooLarge(items: number): FaultError {
  const detail = `Maximum number of batch items exceeded. Max:30 Supplied:${items}`;
  return { code: "1040", message: "Batch size exceeded", detail };
}

/** D: an answer holds no more than 1000 objects; what a batch beyond that gets is not evidenced. */
export function batchOverflow(): FaultError {
  return {
    code: BATCH_OVERFLOW_CODE,
    message: "Batch size exceeded",
    detail: BATCH_OVERFLOW_DETAIL,
  };
}

/** D: the company's subscription has ended. */
export function inactiveCompany(): FaultError {
  const detail =
    "Subscription period has ended or canceled or there was a billing problem : You can't add data to QuickBooks Online Plus because your trial or subscription period ended.";
  return { code: "6190", message: "Invalid Company Status", detail };
}

/** D: 2130 is the code of a bad request id. */
export function invalidRequestId(name: "Request Id" | "bId", longest: number): FaultError {
  const detail = `${name} ${REQUEST_ID_DETAIL} ${longest} characters.`;
  return { code: "2130", message: "Invalid Request ID", detail };
}

/** D: 600 is the code of a duplicate request id; a repetition is answered, so only a different request can be meant. */
export function reusedRequestId(): FaultError {
  return { code: "600", message: "Duplicate Request Id", detail: REQUEST_ID_REUSE_DETAIL };
}

/** L: `changedSince` more than 30 days back. */
export function changedSinceTooOld(supplied: string): FaultError {
  return {
    code: CDC_TOO_OLD_CODE,
    message: "Unsupported Operation",
    detail: `Operation cdc with changedSince date {${supplied}} which is older than fixed days is not supported.`,
  };
}
