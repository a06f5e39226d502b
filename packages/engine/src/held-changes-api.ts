/** Held changes: where a system changed far more records than usual, and what a person decides about them. */
import type { ChangeKind } from "@accord-sync/core/lifecycle/change-guard.ts";
import type { FieldValue } from "@accord-sync/core/records/image.ts";
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { Result } from "@accord-sync/core/records/result.ts";

/** One value that waits. */
export interface HeldValueView {
  readonly field: string;
  readonly label: string;
  /** What the other system holds. */
  readonly before: FieldValue;
  /** What it was changed to. */
  readonly after: FieldValue;
  /** Who changed it and when; null where that is not known. */
  readonly by: string | null;
  readonly at: string | null;
}

export interface HeldRecordView {
  readonly name: string;
  readonly salesforce: { readonly type: string; readonly id: string };
  readonly quickbooks: { readonly type: string; readonly id: string };
  readonly values: readonly HeldValueView[];
}

export interface HeldChangesView {
  readonly id: string;
  readonly mapping: string;
  /** Where the records were changed. */
  readonly system: SystemName;
  readonly kind: ChangeKind;
  /** When the first of the records that were counted was carried over, ISO 8601. */
  readonly since: string;
  readonly heldSince: string;
  /** Records that were carried over before. */
  readonly written: number;
  /** Records that wait. */
  readonly records: number;
  /** Which fields they are about, and by whom they were changed; of the first 500 records. */
  readonly fields: readonly { readonly label: string; readonly records: number }[];
  readonly people: readonly { readonly name: string; readonly records: number }[];
  readonly examples: readonly HeldRecordView[];
  /** What happened, a sentence. */
  readonly title: string;
  /** What it means, and what to do. */
  readonly message: string;
}

/**
 * `release`: all are written. `aside`: both records stay as they are, and each field waits for a decision, until
 * somebody makes one or takes the change back. `undo`: the other system's values are written back.
 */
export const HOLD_DECISIONS = ["release", "aside", "undo"] as const;

export type HoldDecision = (typeof HOLD_DECISIONS)[number];

/** Far more than usual is more than `more` records and more than `percent` of the mapping's links. */
export interface GuardFigures {
  readonly more: number;
  readonly percent: number;
}

export interface ChangeGuardFigures extends GuardFigures {
  readonly minutes: number;
  /** False where the service's own figures count. */
  readonly isOwn: boolean;
}

export type ChangeGuardSetting = Readonly<Record<ChangeKind, ChangeGuardFigures>>;

/** What is absent stays; null goes back to the service's own. */
export type ChangeGuardChange = Readonly<
  Partial<
    Record<
      SystemName,
      Readonly<Partial<Record<ChangeKind, GuardFigures | null | undefined>>> | undefined
    >
  >
>;

export interface HeldRecordsQuery {
  /** Behind this one; default: from the first. */
  readonly after?: string | null;
  /** At most 500. */
  readonly limit: number;
}

export interface HeldChangesApi {
  listHeldChanges(): Promise<readonly HeldChangesView[]>;
  listHeldRecords(
    id: string,
    query: HeldRecordsQuery,
  ): Promise<Result<{ readonly records: readonly HeldRecordView[]; readonly next: string | null }>>;
  /** Resolves when the decision is durable; the records follow. */
  decideHeldChanges(
    id: string,
    decision: HoldDecision,
    actor: string,
  ): Promise<Result<{ readonly decided: number }>>;
}
