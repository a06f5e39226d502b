/** What the engine offers of Sync Integrity to its surfaces, and the views it answers with (`docs/spec/api.md`). */
import type { Schedule } from "@accord-sync/core/integrity/schedule.ts";
import type { FieldValue } from "@accord-sync/core/records/image.ts";
import type { Result } from "@accord-sync/core/records/result.ts";
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { ErrorView } from "./engine-api.ts";

export type FindingKind =
  | "missing"
  | "drift"
  | "gone"
  | "older"
  | "mark"
  | "unlinked"
  | "match"
  | "ambiguous";

/** One money field over all linked pairs of an object; decimal strings. */
export interface MoneySumView {
  readonly field: string;
  readonly label: string;
  readonly salesforce: string;
  readonly quickbooks: string;
  /** Salesforce's sum less QuickBooks'; `"0"` when they agree. */
  readonly difference: string;
}

/** One object of a run. Counts are 0 until the run has come so far. */
export interface IntegrityObjectView {
  readonly quickbooksObject: string;
  readonly salesforceObject: string;
  /** Records that were read. */
  readonly records: { readonly salesforce: number; readonly quickbooks: number };
  readonly linked: number;
  /** Linked pairs that hold the same. */
  readonly agreed: number;
  /** Linked pairs that wait for a decision, or are set aside with a reason. */
  readonly waiting: number;
  /** Linked pairs that were being worked on all the while. */
  readonly busy: number;
  /** Findings that are open, by kind. */
  readonly open: Readonly<Record<FindingKind, number>>;
  readonly repaired: number;
  /** Records without a link, possible matches and unclear ones included. */
  readonly unlinked: { readonly salesforce: number; readonly quickbooks: number };
  readonly money: readonly MoneySumView[];
}

export interface IntegrityRunView {
  readonly id: string;
  readonly state:
    | "reading"
    | "comparing"
    | "confirming"
    | "repairing"
    | "done"
    | "failed"
    | "cancelled";
  readonly why: "person" | "schedule" | "gap";
  /** The job's name, or what sweeps could not tell; null for a person's run. */
  readonly reason: string | null;
  readonly actor: string;
  /** Whether it repairs by itself. */
  readonly repair: boolean;
  readonly startedAt: string;
  /** The time that the report is about: when reading ended. */
  readonly asOf: string | null;
  readonly finishedAt: string | null;
  readonly progress: {
    readonly read: number;
    readonly expected: number;
    /** Null while nothing can be said. */
    readonly remainingSeconds: number | null;
  };
  /** What it waits for, a sentence; null while it goes on. */
  readonly waitingFor: string | null;
  /** Why it failed. */
  readonly error: ErrorView | null;
  /** Metered calls to QuickBooks so far. */
  readonly metered: number;
  /** Whether the books agree; null before it is known. */
  readonly agrees: boolean | null;
  /** The same in one sentence. */
  readonly summary: string;
  /** Findings that Repair would take up. */
  readonly repairable: number;
  readonly objects: readonly IntegrityObjectView[];
}

export interface FindingView {
  readonly id: string;
  readonly kind: FindingKind;
  readonly kindLabel: string;
  readonly quickbooksObject: string;
  readonly state: "open" | "repairing" | "repaired";
  /** Where it shows. */
  readonly systems: readonly SystemName[];
  readonly name: string;
  readonly salesforce: { readonly type: string; readonly id: string; readonly url: string } | null;
  readonly quickbooks: { readonly type: string; readonly id: string; readonly url: string } | null;
  readonly fields: readonly {
    readonly field: string;
    readonly label: string;
    readonly salesforce: FieldValue;
    readonly quickbooks: FieldValue;
  }[];
  /** Whether Repair does anything about it. */
  readonly canRepair: boolean;
  /** What Repair does, or what a person can do, a sentence. */
  readonly action: string;
  /** Why it remains, or how it was repaired, a sentence. */
  readonly note: string | null;
  readonly foundAt: string;
  readonly repairedAt: string | null;
}

export interface FindingListQuery {
  readonly kind?: FindingKind;
  /** The QuickBooks object. */
  readonly object?: string;
  readonly state?: "open" | "repaired";
  readonly after: string | null;
  /** At most 500. */
  readonly limit: number;
}

export interface IntegrityCostView {
  /** Metered calls of one run; each 100 suspects take one more. */
  readonly meteredPerRun: number;
  /** Turns from now to the end of the month. 1 where there is no schedule. */
  readonly turnsThisMonth: number;
  /** Metered calls that the month is expected to need, with these turns. */
  readonly expectedThisMonth: number;
  readonly meteredPerMonth: number;
  readonly nextAt: string | null;
  /** The same in one sentence, for the form. */
  readonly sentence: string;
}

export interface IntegrityJobView {
  readonly id: string;
  readonly name: string;
  readonly objects: readonly string[];
  readonly repair: boolean;
  readonly schedule: Schedule;
  /** "Every day at 02:00 (Europe/Berlin)". */
  readonly when: string;
  readonly nextAt: string | null;
  readonly lastRun: string | null;
  readonly actor: string;
}

export interface IntegrityOrder {
  /** QuickBooks objects; empty for all that are mapped. */
  readonly objects: readonly string[];
  readonly repair: boolean;
  readonly actor: string;
}

export interface IntegrityJobOrder extends IntegrityOrder {
  readonly name: string;
  readonly schedule: Schedule;
}

/** A method that changes something resolves when the change is durable; the work goes on by itself. */
export interface IntegrityApi {
  startIntegrity(order: IntegrityOrder): Promise<Result<IntegrityRunView>>;
  viewIntegrity(id: string): Promise<Result<IntegrityRunView>>;
  /** The last twenty, newest first. */
  listIntegrity(): Promise<readonly IntegrityRunView[]>;
  listFindings(
    id: string,
    query: FindingListQuery,
  ): Promise<Result<{ readonly findings: readonly FindingView[]; readonly next: string | null }>>;
  /** Refused with INTEGRITY_NOT_DONE while the run still looks. */
  repairIntegrity(
    id: string,
    which: readonly string[] | "all",
  ): Promise<Result<{ readonly repairing: number; readonly run: IntegrityRunView }>>;
  cancelIntegrity(id: string): Promise<Result<IntegrityRunView>>;
  integrityCost(
    objects: readonly string[],
    schedule: Schedule | null,
  ): Promise<Result<IntegrityCostView>>;
  listIntegrityJobs(): Promise<readonly IntegrityJobView[]>;
  /** Makes a job, or changes the one of this id. */
  saveIntegrityJob(id: string | null, order: IntegrityJobOrder): Promise<Result<IntegrityJobView>>;
  removeIntegrityJob(id: string): Promise<Result<readonly IntegrityJobView[]>>;
}
