import {
  dispositionOf,
  type OperationalError,
} from "@accord-sync/core/errors/operational-error.ts";

/** True when the remote looked at the record before it refused, rather than turning the call away. */
export function isAboutTheRecord(error: OperationalError): boolean {
  const disposition = dispositionOf(error);
  return disposition === "park" || disposition === "observe-again";
}
