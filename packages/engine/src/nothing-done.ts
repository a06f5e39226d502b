import {
  dispositionOf,
  messageOf,
  type OperationalError,
  operationalError,
} from "@accord-sync/core/errors/operational-error.ts";

/**
 * The error of an act that is carried out while the person waits, and was not: unlike recorded work it
 * does not go on by itself, so the person must be told to try again.
 */
export function nothingDone(error: OperationalError): OperationalError {
  if (dispositionOf(error) === "park") return error;
  const { vendor, retryAfterMs } = error;
  return operationalError("NOTHING_DONE", { reason: messageOf(error) }, { vendor, retryAfterMs });
}
