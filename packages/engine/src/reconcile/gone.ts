/** A linked record that was seen deleted, and the error that names it. */
import {
  type OperationalError,
  operationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import type { Survivor } from "@accord-sync/core/records/observation.ts";
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { LinkState } from "../link-state.ts";

export interface Gone {
  readonly state: LinkState;
  /** Where the record was deleted. */
  readonly system: SystemName;
  /** The system said that it was deleted, rather than that it finds none. */
  readonly isProven: boolean;
}

/** `survivor`: what it was merged into; null for nothing that is known. */
export function goneError({ system }: Gone, survivor: Survivor | null): OperationalError {
  if (survivor === null) {
    return system === "quickbooks"
      ? operationalError("RECORD_DELETED_IN_QUICKBOOKS")
      : operationalError("RECORD_DELETED_IN_SALESFORCE");
  }
  const { ref, name } = survivor;
  const params = { survivor: name ?? ref.id, type: ref.type, id: ref.id };
  return system === "quickbooks"
    ? operationalError("RECORD_MERGED_IN_QUICKBOOKS", params)
    : operationalError("RECORD_MERGED_IN_SALESFORCE", params);
}
