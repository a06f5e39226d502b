import type { Image } from "./image.ts";
import type { RecordRef } from "./record-ref.ts";

/**
 * A remote version: QuickBooks' SyncToken, or Salesforce's SystemModstamp. Opaque to everything but
 * the adapter, and compared for order only through `Remote.compareVersions`.
 */
export type RemoteVersion = string;

/** Somebody's last change of a record, as its system tells it. */
export interface Edit {
  /** ISO 8601 in UTC, by the clock of that system, whole seconds; null where it is not known. */
  readonly at: string | null;
  /** The person's name; null where the system does not tell, as QuickBooks never does. */
  readonly by: string | null;
}

export const UNKNOWN_EDIT: Edit = { at: null, by: null };

/** A record that belongs to another, its root: for example a product's standard price entry. */
export interface MemberObservation {
  readonly role: string;
  readonly ref: RecordRef;
  readonly version: RemoteVersion;
  /** Its own last change. Default: unknown. */
  readonly edit?: Edit;
}

/** What one system held when we looked, or when it answered our write. */
export interface Observation {
  readonly ref: RecordRef;
  readonly version: RemoteVersion;
  /** The remote's own time of the last change, ISO 8601 in UTC, whole seconds in both systems. */
  readonly modifiedAt: string;
  /** The record's last change; a member's is told apart. Default: unknown. */
  readonly edit?: Edit;
  /** When the record was made, ISO 8601 in UTC. */
  readonly createdAt: string;
  /**
   * True when `version` can serve as a precondition: a change after this observation is certain to
   * carry another version. Salesforce times are whole seconds, so there it must be a second younger
   * than the last change (S-SECOND); a SyncToken always can.
   */
  readonly isSettled: boolean;
  readonly image: Image;
  /** Member records found, by role. A role that is missing has no record. */
  readonly members: Readonly<Record<string, MemberObservation>>;
  /** The name that a person would call it by. */
  readonly name: string;
  readonly isActive: boolean;
  /** A transaction that was voided: it stands, and is worth nothing. Default false. */
  readonly isVoided?: boolean;
  /** The system's own record of the link, where it keeps one (`Accord_QB_Id__c`). */
  readonly linkMark: string | null;
}

/** The record that another one was merged into. */
export interface Survivor {
  readonly ref: RecordRef;
  /** What a person calls it; null where it could not be read. */
  readonly name: string | null;
}

/** A look at a record ends in one of these. Both deletions are seen, never guessed (I15). */
export type Sighting =
  | { readonly kind: "found"; readonly observation: Observation }
  | {
      readonly kind: "deleted";
      readonly ref: RecordRef;
      /** Deleted by a merge: what it was merged into. Absent where it was not, or is not known to be. */
      readonly mergedInto?: Survivor;
    }
  | { readonly kind: "absent"; readonly ref: RecordRef };
