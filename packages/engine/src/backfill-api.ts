/**
 * Backfill: the first load of a connection, as a plan that is looked at before anything is written. What the
 * surfaces may ask, and the views they get; the way it works is in `docs/spec/backfill.md`.
 */
import type { FieldValue } from "@accord-sync/core/records/image.ts";
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { Result } from "@accord-sync/core/records/result.ts";
import type { ErrorView } from "./engine-api.ts";

/** Where records that only the other system has are made; `none` makes no record and only links. */
export type BackfillDirection = "both" | "toSalesforce" | "toQuickbooks" | "none";

/** Whose value both systems get where two records that belong together differ; `ask` opens a difference. */
export type DifferingRule = "ask" | SystemName;

/**
 *   reading ──▶ ready ──▶ applying ◀──▶ paused
 *      │          ▲           │
 *      ▼          └───────────┤  something is left that a person has to decide
 *   failed                    ▼
 *   cancelled (from any)     done
 */
export type BackfillState =
  | "reading"
  | "ready"
  | "applying"
  | "paused"
  | "done"
  | "cancelled"
  | "failed";

/**
 *   create   one system has the record, and the other one gets it
 *   link     two records are one, clearly enough for the rule
 *   ask      records that may be one: a person says which, or that none is
 *   update   linked before, and one of the two is newer than what the ledger knows
 *   skip     left alone, with the reason
 */
export type BackfillAction = "create" | "link" | "ask" | "update" | "skip";

/**
 *   planned    goes with Apply
 *   waiting    needs a person's word first: an ambiguous match, a refusal that is foreseen, a later change
 *   skipped    left out, by the plan or by a person
 *   underWay   being written
 *   done       written, linked, or handed to the ordinary sync
 *   refused    a system refused it: in the log with what to do, like any other record
 */
export type BackfillItemState = "planned" | "waiting" | "skipped" | "underWay" | "done" | "refused";

export interface PlanBackfillRequest {
  readonly objects: readonly {
    /** Id of the mapping. */
    readonly mapping: string;
    readonly direction: BackfillDirection;
  }[];
  /** The score from which a clear match is linked without asking, 0 to 100; null asks for each. */
  readonly linkFrom: number | null;
  readonly differing: DifferingRule;
  /** Whether inactive records are brought along. */
  readonly includeInactive: boolean;
  readonly actor: string;
}

/** Calls, as the vendors count them. */
export interface BackfillCalls {
  /** QuickBooks reads. */
  readonly metered: number;
  /** QuickBooks writes, which cost nothing. */
  readonly free: number;
  readonly salesforce: number;
}

/** What the plan does with one object. */
export interface BackfillCounts {
  readonly mapping: string;
  readonly quickbooksObject: string;
  readonly salesforceObject: string;
  readonly createInSalesforce: number;
  readonly createInQuickbooks: number;
  readonly link: number;
  readonly ask: number;
  readonly update: number;
  readonly skip: number;
  /** Items of any action for which a refusal is foreseen. */
  readonly withRefusals: number;
}

export interface BackfillView {
  readonly id: string;
  readonly state: BackfillState;
  readonly request: PlanBackfillRequest;
  readonly startedAt: string;
  /** When the plan was made; null before. */
  readonly plannedAt: string | null;
  readonly finishedAt: string | null;
  /** Records read of each object and system. */
  readonly reading: readonly {
    readonly mapping: string;
    readonly system: SystemName;
    readonly records: number;
    readonly isRead: boolean;
  }[];
  readonly counts: readonly BackfillCounts[];
  readonly items: Readonly<Record<BackfillItemState, number>>;
  /** Of what was approved; `remainingSeconds` is null while nothing goes on. */
  readonly progress: {
    readonly done: number;
    readonly of: number;
    readonly perMinute: number | null;
    readonly remainingSeconds: number | null;
  };
  readonly calls: { readonly used: BackfillCalls; readonly expected: BackfillCalls };
  /** From Apply to the end, as planned; null before the plan is made. */
  readonly expectedMinutes: number | null;
  /** Planned records that changed since they were read: they are looked at again before they are written. */
  readonly changedSince: number;
  /** A sentence's end; null while it goes on. */
  readonly waitingFor: string | null;
  readonly error: ErrorView | null;
}

export interface BackfillRecordView {
  readonly type: string;
  readonly id: string;
  readonly name: string;
}

/** Why two records may be one. */
export interface MatchReasonView {
  /** In plain words: `Same e-mail address`. */
  readonly text: string;
  /** What it adds to the score; below zero for what speaks against it. */
  readonly points: number;
}

export interface BackfillCandidateView extends BackfillRecordView {
  readonly score: number;
  readonly reasons: readonly MatchReasonView[];
}

/** One mapped field: what each system holds, and what comes of it. */
export interface BackfillFieldView {
  readonly field: string;
  readonly label: string;
  readonly salesforce: FieldValue;
  readonly quickbooks: FieldValue;
  /** The system that is written; null where neither is. */
  readonly writes: SystemName | null;
  /** The value that is written there. */
  readonly after: FieldValue;
  /** The values differ, and a person decides after the link is made. */
  readonly isAsked: boolean;
}

export interface ForeseenRefusalView {
  readonly system: SystemName;
  readonly code: string;
  readonly message: string;
  readonly action: string;
}

export type BackfillChoice =
  /** As planned; of a question: linked with the best candidate. */
  | { readonly kind: "approve" }
  | { readonly kind: "skip" }
  /** With this record of the other system, which is one of the candidates. */
  | { readonly kind: "link"; readonly to: string }
  /** It is none of the candidates: a new record in the other system. */
  | { readonly kind: "create" };

export interface BackfillItemView {
  readonly id: string;
  readonly mapping: string;
  readonly action: BackfillAction;
  readonly state: BackfillItemState;
  /** The system that gets a new record; null for what makes none. */
  readonly target: SystemName | null;
  readonly name: string;
  readonly salesforce: BackfillRecordView | null;
  readonly quickbooks: BackfillRecordView | null;
  /** Empty when what was read is no longer kept, which is when the backfill has ended. */
  readonly fields: readonly BackfillFieldView[];
  /** Of a link; null for what is no match. */
  readonly score: number | null;
  readonly reasons: readonly MatchReasonView[];
  /** Records of the other system that it may be, the best first. */
  readonly candidates: readonly BackfillCandidateView[];
  readonly refusals: readonly ForeseenRefusalView[];
  readonly choice: { readonly choice: BackfillChoice; readonly actor: string } | null;
  /** Why it is skipped or waits, or what came of it; null where nothing is to be said. */
  readonly message: string | null;
  readonly error: ErrorView | null;
}

export interface BackfillItemQuery {
  readonly action?: BackfillAction;
  readonly state?: BackfillItemState;
  readonly mapping?: string;
  /** Only those for which a refusal is foreseen. */
  readonly withRefusals?: boolean;
  /** A part of the name, without case. */
  readonly text?: string;
  /** Id of the item to go on behind. */
  readonly after?: string;
  /** At most 500. */
  readonly limit: number;
}

/** Which items a choice is for: these, or all that a rule picks. */
export type BackfillItemsChosen =
  | { readonly items: readonly string[] }
  | {
      readonly rule: Pick<BackfillItemQuery, "action" | "mapping" | "state" | "withRefusals">;
    };

export type DecideBackfillRequest = BackfillItemsChosen & {
  readonly choice: BackfillChoice;
  readonly actor: string;
};

export interface DecideBackfillView {
  readonly decided: number;
  /** At most 100 of those that could not be decided so. */
  readonly refused: readonly { readonly id: string; readonly reason: string }[];
  readonly backfill: BackfillView;
}

export interface BackfillApi {
  /** Begins to read both systems; nothing is written. One backfill at a time. */
  planBackfill(request: PlanBackfillRequest): Promise<Result<BackfillView>>;
  viewBackfill(id: string): Promise<Result<BackfillView>>;
  /** The last twenty, newest first. */
  listBackfills(): Promise<readonly BackfillView[]>;
  listBackfillItems(
    id: string,
    query: BackfillItemQuery,
  ): Promise<Result<{ readonly items: readonly BackfillItemView[]; readonly next: string | null }>>;
  /** While it is ready, or paused. What is done or under way is no longer decided. */
  decideBackfillItems(
    id: string,
    request: DecideBackfillRequest,
  ): Promise<Result<DecideBackfillView>>;
  /** Writes what is planned. What waits for a person stays, and the backfill is ready again after it. */
  applyBackfill(id: string, actor: string): Promise<Result<BackfillView>>;
  /** Stops after what is in flight. */
  pauseBackfill(id: string, actor: string): Promise<Result<BackfillView>>;
  resumeBackfill(id: string, actor: string): Promise<Result<BackfillView>>;
  /** Ends it; what was written stays. */
  cancelBackfill(id: string, actor: string): Promise<Result<BackfillView>>;
}
