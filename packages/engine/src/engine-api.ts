/**
 * What the engine offers to its surfaces (HTTP, command line), and the views it answers with. The
 * wire form of each view is in `docs/spec/api.md`; a view is sent as it is.
 */
import type { AuthorisationEnd } from "@accord-sync/core/authorisation/authorisation-ends.ts";
import type { FieldValue } from "@accord-sync/core/records/image.ts";
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { Result } from "@accord-sync/core/records/result.ts";
import type { VendorMessage } from "@accord-sync/core/errors/operational-error.ts";
import type { HoldReason } from "@accord-sync/core/lifecycle/judge-deletion.ts";
import type { ConflictPolicy, Direction } from "@accord-sync/core/mapping/mapping.ts";
import type { BackfillApi } from "./backfill-api.ts";
import type { ChangeGuardChange, ChangeGuardSetting, HeldChangesApi } from "./held-changes-api.ts";
import type { IntegrityApi } from "./integrity-api.ts";

export type * from "./backfill-api.ts";
export type * from "./held-changes-api.ts";
export type * from "./integrity-api.ts";
import type { DeletePolicy, Removal } from "@accord-sync/core/mapping/removal.ts";

export type RecordStatus =
  | "notLinked"
  | "syncing"
  | "inSync"
  | "waiting"
  | "error"
  | "needsDecision"
  | "newerRecordAvailable"
  | "quickbooksRecordDeleted";

export interface ErrorView {
  readonly code: string;
  readonly message: string;
  readonly action: string;
  readonly vendor: VendorMessage | null;
  readonly at: string;
  readonly logId: string | null;
}

/** Who wrote a value and when, as far as its system tells. */
export interface EditView {
  /** A name; null where it is not known. QuickBooks tells of no user. */
  readonly by: string | null;
  /** ISO 8601, by the clock of the system; null where it is not known. */
  readonly at: string | null;
}

export interface DecisionView {
  readonly entry: string;
  readonly field: string;
  readonly label: string;
  readonly kind: "difference" | "conflict";
  readonly salesforce: FieldValue;
  readonly quickbooks: FieldValue;
  readonly openedAt: string;
  readonly salesforceEdit: EditView;
  readonly quickbooksEdit: EditView;
  /** Why a person is asked; null where it was not kept. */
  readonly reason: string | null;
  /** Stands for the two values, as they are shown here: a decision gives it back. */
  readonly seen: string;
}

export interface SalesforceRecordView {
  readonly type: string;
  readonly id: string;
  readonly name: string | null;
}

/** One line of the side-by-side view. */
export interface ComparedValue {
  readonly field: string;
  readonly label: string;
  /** `money`: a decimal string in the match's currency. */
  readonly kind: "text" | "money";
  readonly salesforce: string | null;
  readonly quickbooks: string | null;
}

export interface MatchView {
  readonly quickbooksId: string;
  readonly name: string;
  readonly active: boolean;
  readonly url: string;
  readonly linkedTo: SalesforceRecordView | null;
  readonly compare: readonly ComparedValue[];
  readonly currency: string | null;
  /** When QuickBooks' values were seen, ISO 8601. */
  readonly asOf: string;
}

export interface RecordView {
  readonly type: string;
  readonly id: string;
  readonly name: string | null;
  readonly mapping: {
    readonly id: string;
    readonly quickbooksObject: string;
    readonly salesforceObject: string;
  } | null;
  readonly company: { readonly realmId: string; readonly name: string };
  readonly status: RecordStatus;
  readonly statusLabel: string;
  readonly detail: string;
  readonly busy: boolean;
  readonly waitingFor: string | null;
  /** The connections that a person has paused: nothing goes on until they are resumed. */
  readonly paused: readonly {
    readonly system: SystemName;
    readonly by: string;
    readonly at: string;
  }[];
  readonly quickbooks: {
    readonly id: string;
    readonly name: string;
    readonly active: boolean;
    readonly url: string;
  } | null;
  readonly lastSyncAt: string | null;
  readonly error: ErrorView | null;
  readonly decisions: readonly DecisionView[];
  readonly matches: readonly MatchView[];
  readonly actions: {
    readonly send: boolean;
    readonly fetch: boolean;
    readonly link: boolean;
    readonly unlink: boolean;
  };
  readonly revision: string;
}

export interface LogEntryView {
  readonly id: string;
  /** What a person calls the record; null where it is not known. */
  readonly name: string | null;
  readonly at: string;
  readonly mapping: string;
  readonly direction: "salesforceToQuickbooks" | "quickbooksToSalesforce" | "none";
  readonly action: string;
  readonly outcome: "applied" | "rejected" | "unknown" | "held" | "skipped" | "noted";
  readonly actor: string | null;
  readonly salesforce: SalesforceRecordView | null;
  readonly quickbooks: { readonly type: string; readonly id: string } | null;
  readonly message: string;
  readonly reprocessed: boolean;
  readonly error: ErrorView | null;
  readonly changes: readonly {
    readonly field: string;
    readonly label: string;
    readonly before: FieldValue;
    readonly after: FieldValue;
  }[];
  /** The entry tells of a linked record's deletion, and Unlink would still end that link. */
  readonly canUnlink: boolean;
  /** The entry tells that its Salesforce record was merged into this one; null for every other entry. */
  readonly mergedInto: SalesforceRecordView | null;
}

export type RunOutcome = "created" | "updated" | "alreadyInStep" | "held" | "error" | "waiting";

export interface RunView {
  readonly id: string;
  readonly object: string;
  readonly filter: string;
  readonly state: "running" | "done" | "failed";
  readonly found: number;
  readonly done: number;
  readonly remainingSeconds: number | null;
  /** What a running run waits for, a sentence's end; null while it goes on. */
  readonly waitingFor: string | null;
  readonly results: readonly {
    readonly quickbooksId: string;
    readonly name: string;
    readonly outcome: RunOutcome;
    readonly message: string;
    readonly salesforce: SalesforceRecordView | null;
  }[];
  readonly error: ErrorView | null;
  readonly startedAt: string;
  readonly finishedAt: string | null;
}

export interface ConnectionView {
  readonly id: string;
  readonly system: SystemName;
  readonly name: string;
  readonly accountId: string;
  readonly state: "connected" | "waiting" | "needsReconnect";
  readonly detail: string | null;
  readonly connectedAt: string;
  /** False while there never was a session with it: it is to be connected, not connected again. */
  readonly wasConnected: boolean;
  /** Whether it answered or refused since the service started; until then the state is that of before. */
  readonly isKnown: boolean;
  /** A person paused it: who, and since when; null while it goes on. */
  readonly paused: { readonly by: string; readonly at: string } | null;
  /** Where a person connects it, in a browser; null where an administrator does that in the settings. */
  readonly connectUrl: string | null;
  /** The account for income of products that are made in QuickBooks; null for Salesforce. */
  readonly incomeAccount: {
    /** Null until one is chosen, or the company was described. */
    readonly chosen: string | null;
    readonly choices: readonly { readonly id: string; readonly name: string }[];
  } | null;
  /** The month's metered calls; null for Salesforce. */
  readonly budget: {
    readonly meteredThisMonth: number;
    readonly meteredPerMonth: number;
    /** Calls of the whole month, as is to be expected. */
    readonly expectedThisMonth: number;
    /** What that rests on: each weekday's habit, or the average of the days so far. */
    readonly expectedBy: "weekdays" | "average";
    /** `watch`: bulk work is slowed down; `short`: sweeps too; `spent`: nothing is left. */
    readonly state: "ample" | "watch" | "short" | "spent";
    /** What a person should know of it; null while there is enough. */
    readonly message: string | null;
    /** When the next month begins, ISO 8601. */
    readonly endsAt: string;
    /** Each UTC day of the month so far, in order. */
    readonly days: readonly { readonly day: string; readonly metered: number }[];
  } | null;
  /** How often the company is swept for changes that no webhook told, and why; null for Salesforce. */
  readonly sweep: {
    readonly everySeconds: number;
    readonly why: string;
    /** When the last one that succeeded began, ISO 8601; null before the first. */
    readonly lastAt: string | null;
  } | null;
  /** What is known of a Salesforce org; null for QuickBooks. */
  readonly org: {
    /** How changes are found, and why by polling; a null detail says nothing is wrong. */
    readonly changes: { readonly by: "events" | "polling"; readonly detail: string | null };
    /** Requests of the org's rolling day, all its programs together; null before a first answer. */
    readonly dailyRequests: { readonly used: number; readonly max: number } | null;
    /** Mapped objects that are not on the channel of change events: found by polling, some seconds later. */
    readonly polledObjects: readonly string[];
    /** What the integration user lacks, with what to do. */
    readonly problems: readonly {
      readonly code: string;
      readonly message: string;
      readonly action: string;
    }[];
  } | null;
  /** When the vendor's permission ends by itself, and whether it is time to connect again; null: not told. */
  readonly authorisation: AuthorisationEnd | null;
}

export interface StatusView {
  readonly version: string;
  readonly startedAt: string;
  readonly connections: readonly ConnectionView[];
  readonly inbox: { readonly pending: number; readonly oldestAt: string | null };
  readonly counts: {
    readonly linked: number;
    readonly errors: number;
    readonly needsDecision: number;
    readonly heldDeletes: number;
    /** Records that wait because far more than usual were changed. */
    readonly heldChanges: number;
    readonly notLinkedInQuickbooks: number;
  };
  readonly webhooks: { readonly received: number; readonly refused: number };
}

export interface MappingView {
  readonly id: string;
  readonly quickbooksObject: string;
  readonly salesforceObject: string;
  readonly realTime: boolean;
  /** What becomes of the other record, by the system in which one is deleted. */
  readonly whenDeleted: Readonly<Record<SystemName, DeleteChoice>>;
  /** How many changes are far more than usual, by the system that changes. */
  readonly changeGuard: Readonly<Record<SystemName, ChangeGuardSetting>>;
  readonly fields: readonly {
    readonly name: string;
    readonly label: string;
    readonly quickbooks: string;
    readonly salesforce: string;
    readonly direction: Direction;
    /** Who wins when both systems changed the field; null where there is no choice. */
    readonly policy: ConflictPolicy | null;
  }[];
}

export interface DeleteChoice {
  readonly policy: DeletePolicy;
  /** `hold` alone where records of this kind cannot be deleted. */
  readonly choices: readonly DeletePolicy[];
}

/** New settings of a mapping; what is absent stays. */
export interface MappingChange {
  readonly realTime?: boolean | undefined;
  /** By field name. */
  readonly policies?: Readonly<Record<string, ConflictPolicy>> | undefined;
  /** What becomes of the other record, by the system in which one is deleted. */
  readonly whenDeleted?:
    | Readonly<Partial<Record<SystemName, DeletePolicy | undefined>>>
    | undefined;
  /** How many changes are far more than usual, by the system that changes; null: as the service has it. */
  readonly changeGuard?: ChangeGuardChange | undefined;
}

/** A deletion of a linked record about which a person is asked. */
export interface HeldDeleteView {
  readonly id: string;
  readonly seenAt: string;
  readonly mapping: string;
  /** What a person calls the pair. */
  readonly name: string;
  /** Where the record was deleted. */
  readonly system: SystemName;
  readonly reason: HoldReason;
  /** What happened, and why a person is asked. */
  readonly message: string;
  /** The batch of the guard that it belongs to; null for none. */
  readonly batch: string | null;
  readonly deleted: { readonly type: string; readonly id: string };
  /** The record that is still there. */
  readonly counterpart: { readonly type: string; readonly id: string };
  /** What the deleted one was merged into; null for nothing that is known. */
  readonly survivor: SalesforceRecordView | null;
  readonly salesforce: SalesforceRecordView;
  /** What can be approved, the one that is proposed first. */
  readonly choices: readonly Removal[];
}

export interface HeldQuery {
  /** Behind this one; default: from the first. */
  readonly after?: string | null;
  /** At most 500. */
  readonly limit: number;
}

/** About the held deletes that are named, or about a whole batch. */
export interface HeldDecision {
  readonly ids?: readonly string[] | undefined;
  readonly batch?: string | undefined;
  readonly decision: "approve" | "keep" | "unlink";
  /** What is approved; default: what is proposed. */
  readonly how?: Removal | undefined;
  readonly actor: string;
}

export interface HeldDecisionView {
  readonly decided: number;
  readonly skipped: readonly { readonly id: string; readonly reason: string }[];
}

/** One notice of a webhook, already verified. */
export interface WebhookNotice {
  readonly realmId: string;
  readonly type: string;
  readonly id: string;
  readonly operation: "created" | "updated" | "deleted" | "merged" | "void" | "emailed";
  /** When it happened, ISO 8601. */
  readonly time: string;
  /** The record that went into `id` by a merge. Default: none. */
  readonly deletedId?: string | null;
}

export interface LogQuery {
  /** `errors`: what was refused; `held`: what waits for a person. */
  readonly filter: "all" | "errors" | "held";
  readonly from?: string;
  readonly to?: string;
  readonly before?: string;
  /** At most 500. */
  readonly limit: number;
}

/**
 * The engine's surface. A method that changes something resolves when the change is durable, which is
 * not when it is done: the view says `busy` until then. Expected refusals come back as results.
 */
export interface EngineApi extends BackfillApi, IntegrityApi, HeldChangesApi {
  receiveWebhooks(notices: readonly WebhookNotice[]): Promise<void>;
  /** Counts webhooks refused for their signature, or events that could not be read; nothing is stored. */
  countRefusedWebhook(count?: number): Promise<void>;

  viewRecord(type: string, id: string): Promise<Result<RecordView>>;
  send(type: string, id: string, request: SendRequest): Promise<Result<RecordView>>;
  fetch(type: string, id: string, actor: string): Promise<Result<RecordView>>;
  link(type: string, id: string, request: LinkRequest): Promise<Result<RecordView>>;
  unlink(type: string, id: string, actor: string): Promise<Result<RecordView>>;
  decide(type: string, id: string, request: DecideRequest): Promise<Result<RecordView>>;
  recordLog(type: string, id: string, limit: number): Promise<Result<readonly LogEntryView[]>>;

  log(query: LogQuery): Promise<{ entries: readonly LogEntryView[]; next: string | null }>;
  reprocess(ids: readonly string[], actor: string): Promise<ReprocessView>;

  /** `filter` is the canonical text of the filter grammar; empty means every record. */
  startRun(object: string, filter: string, actor: string): Promise<Result<RunView>>;
  viewRun(id: string): Promise<Result<RunView>>;
  listRuns(): Promise<readonly RunView[]>;

  status(): Promise<StatusView>;
  listMappings(): Promise<readonly MappingView[]>;
  changeMapping(
    mappingId: string,
    change: MappingChange,
    actor: string,
  ): Promise<Result<MappingView>>;
  listHeldDeletes(
    query: HeldQuery,
  ): Promise<{ readonly held: readonly HeldDeleteView[]; readonly next: string | null }>;
  decideHeldDeletes(decision: HeldDecision): Promise<Result<HeldDecisionView>>;
  /** Nothing more is asked of the system, until a person has it go on; what it tells is kept. */
  pauseConnection(connectionId: string, actor: string): Promise<Result<ConnectionView>>;
  resumeConnection(connectionId: string, actor: string): Promise<Result<ConnectionView>>;
  /** `accountId` is one of the connection's choices. */
  chooseIncomeAccount(connectionId: string, accountId: string): Promise<Result<ConnectionView>>;
}

export interface SendRequest {
  readonly onMatch: "ask" | "create";
  readonly actor: string;
}

export interface LinkRequest {
  readonly quickbooksId: string;
  readonly actor: string;
}

export interface DecideRequest {
  readonly entry: string;
  readonly keep: SystemName;
  readonly actor: string;
  /** What the person looked at (`DecisionView.seen`): refused when the values are others by now. Default: not asked. */
  readonly seen?: string | undefined;
}

export interface ReprocessView {
  readonly reprocessed: number;
  readonly skipped: readonly { readonly id: string; readonly reason: string }[];
}
