import {
  dispositionOf,
  type OperationalError,
} from "@accord-sync/core/errors/operational-error.ts";

/** What work waits for, as the end of a sentence that begins with "Waiting for". */
export function waitingFor(error: OperationalError): string {
  const system = error.params["system"] ?? "QuickBooks";
  if (error.code === "NEEDED_RECORDS") {
    return `${error.params["records"] ?? "other records"} to be in ${system}`;
  }
  if (error.code === "CONNECTION_PAUSED") {
    return `somebody to resume ${system} in Accord Admin > Connections`;
  }
  const disposition = dispositionOf(error);
  if (disposition === "reauthorise") {
    return `somebody to connect ${system} again in Accord Admin > Connections`;
  }
  if (disposition === "pause-system") return `${system} to allow more requests`;
  return `${system} to answer again (tried every few seconds)`;
}
