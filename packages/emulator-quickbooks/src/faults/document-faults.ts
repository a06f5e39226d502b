/**
 * Refusals of attachments, uploads and mails. Sources as in `fault-texts.ts`.
 */

import { INVALID_UPLOAD_DETAIL, MAIL_LIMIT_DETAIL } from "../not-evidenced.ts";
import type { FaultError } from "./api-fault.ts";
import { businessError } from "./fault-texts.ts";

/** D (code list): `type` as it was sent. */
export function unsupportedAttachableType(type: string): FaultError {
  return {
    code: "6050",
    message: "The entity reference type is unsupported for Attachable",
    detail: `The entity reference type ${type} is not supported for Attachable.`,
  };
}

/** D (code list): metadata of an upload that describe another record than an attachable. */
export function metadataOfAnotherType(type: string, part: string): FaultError {
  return {
    code: "6040",
    message: "The file metadata must be of Attachable type",
    detail: `The submitted file metadata must be attachable. Supplied Type: ${type}. Request parameter: ${part}.`,
  };
}

/** D (code list). */
export function uploadTooLarge(): FaultError {
  return {
    code: "6030",
    message: "Upload request size exceeds allowed limit",
    detail: "The file size exceeds the size limit. Upload requests should not exceed 100 MB.",
  };
}

/** D (code list): the code and its message; what is wrong is in our words. */
export function invalidUpload(reason: string): FaultError {
  const detail = `${INVALID_UPLOAD_DETAIL} ${reason}`;
  return { code: "6041", message: "Invalid Uploaded File", detail };
}

/** D (code list). */
export function emailRequired(): FaultError {
  return {
    code: "6420",
    message: "Email address is required",
    detail: 'An email address is required for this customer since the delivery type is "email."',
  };
}

/** Not evidenced. */
export function tooManyMails(): FaultError {
  return businessError(MAIL_LIMIT_DETAIL);
}
