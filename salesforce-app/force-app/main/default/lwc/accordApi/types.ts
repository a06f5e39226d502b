/** What the service answers, as docs/spec/api.md has it. Times are ISO 8601 in UTC. */

export type RecordStatus =
  | "notLinked"
  | "syncing"
  | "inSync"
  | "waiting"
  | "error"
  | "needsDecision"
  | "newerRecordAvailable"
  | "quickbooksRecordDeleted";

export type FieldValue = string | boolean | null;

export interface SalesforceRef {
  type: string;
  id: string;
  name?: string | null;
}

export interface VendorError {
  code: string | null;
  message: string | null;
  detail?: string | null;
  requestId?: string | null;
}

export interface ServiceError {
  code: string;
  message: string;
  action: string | null;
  vendor?: VendorError | null;
  at?: string;
  logId?: string;
}

/** Who wrote a value and when; null where the system does not tell. */
export interface Edit {
  by: string | null;
  at: string | null;
}

export interface Decision {
  entry: string;
  field: string;
  label: string;
  kind: "difference" | "conflict";
  salesforce: FieldValue;
  quickbooks: FieldValue;
  openedAt: string;
  salesforceEdit: Edit;
  quickbooksEdit: Edit;
  reason: string | null;
  /** Given back with the decision: it is refused when the values are others by then. */
  seen: string;
}

/** One row of the side-by-side view. Money is a decimal string. */
export interface ComparedRow {
  field: string;
  label: string;
  kind: "text" | "money";
  salesforce: string | null;
  quickbooks: string | null;
}

export interface Match {
  quickbooksId: string;
  name: string;
  /** The currency of the rows of money. */
  currency: string | null;
  active: boolean;
  url: string;
  linkedTo: SalesforceRef | null;
  /** Rows in the order in which they are shown. */
  compare: ComparedRow[];
  /** When the service saw QuickBooks' values. */
  asOf: string;
}

export interface RecordView {
  type: string;
  id: string;
  name: string | null;
  mapping: { id: string; quickbooksObject: string; salesforceObject: string } | null;
  company: { realmId: string; name: string } | null;
  status: RecordStatus;
  statusLabel: string;
  detail: string;
  /** Work on the record is recorded and not finished. */
  busy: boolean;
  waitingFor: string | null;
  /** Connections that a person has paused. */
  paused?: { system: "salesforce" | "quickbooks"; by: string; at: string }[];
  quickbooks: { id: string; name: string; active: boolean; url: string } | null;
  lastSyncAt: string | null;
  error: ServiceError | null;
  decisions: Decision[];
  matches: Match[];
  actions: { send: boolean; fetch: boolean; link: boolean; unlink: boolean };
  /** Changes whenever anything in the view changed. */
  revision: string;
}

export type LogOutcome = "applied" | "rejected" | "unknown" | "held" | "skipped" | "noted";

export interface LogEntry {
  id: string;
  at: string;
  mapping: string | null;
  direction: "salesforceToQuickbooks" | "quickbooksToSalesforce" | "none";
  action: string;
  outcome: LogOutcome;
  actor: string | null;
  /** What a person calls the record; null where it is not known. */
  name: string | null;
  salesforce: SalesforceRef | null;
  quickbooks: { type: string; id: string } | null;
  message: string;
  reprocessed: boolean;
  error: ServiceError | null;
  changes: { field: string; label: string; before: FieldValue; after: FieldValue }[];
  /** The entry tells of a linked record's deletion, and Unlink would still end that link. */
  canUnlink: boolean;
  /** What its Salesforce record was merged into; null in every entry that tells of no merge. */
  mergedInto: SalesforceRef | null;
}

export interface LogPage {
  entries: LogEntry[];
  /** Where to continue below, or null at the end. */
  next: string | null;
}

export interface FilterReading {
  understood: string | null;
  /** `at` counts characters from 0 in the text that was read. */
  error: { message: string; at: number; length: number } | null;
}

export type RunOutcome = "created" | "updated" | "alreadyInStep" | "held" | "error" | "waiting";

export interface SyncRun {
  id: string;
  object: string;
  filter: string;
  state: "running" | "done" | "failed";
  found: number;
  done: number;
  remainingSeconds: number | null;
  /** What a running run waits for, for example "QuickBooks to answer again"; null while it moves. */
  waitingFor: string | null;
  results: {
    quickbooksId: string;
    name: string;
    outcome: RunOutcome;
    message: string;
    salesforce: SalesforceRef | null;
  }[];
  error: ServiceError | null;
  startedAt: string;
  finishedAt: string | null;
}

/** The month's metered calls of QuickBooks. */
export interface MonthBudget {
  meteredThisMonth: number;
  meteredPerMonth: number;
  /** Of the whole month, by each weekday's habit or by the average of the days so far. */
  expectedThisMonth: number;
  expectedBy: "weekdays" | "average";
  state: "ample" | "watch" | "short" | "spent";
  /** What a person should know; null while there is enough. */
  message: string | null;
  endsAt: string;
  days: { day: string; metered: number }[];
}

export interface ServiceStatus {
  version: string;
  startedAt: string;
  connections: {
    id: string;
    system: string;
    name: string;
    accountId: string;
    state: "connected" | "waiting" | "needsReconnect";
    detail: string | null;
    connectedAt: string | null;
    /** False while there never was a session with it. */
    wasConnected?: boolean;
    /** Who paused it and since when; null while it goes on. */
    paused?: { by: string; at: string } | null;
    /** Where a person connects it; null where that is done in the settings. */
    connectUrl: string | null;
    /** The account for income of products made in QuickBooks; null for Salesforce. */
    incomeAccount: { chosen: string | null; choices: { id: string; name: string }[] } | null;
    budget?: MonthBudget | null;
    /** How often changes that no webhook told are looked for, and why; null for Salesforce. */
    sweep?: { everySeconds: number; why: string; lastAt: string | null } | null;
    /** Of a Salesforce org: how changes are found, the day's requests, what its user lacks. */
    org?: {
      changes: { by: "events" | "polling"; detail: string | null };
      dailyRequests: { used: number; max: number } | null;
      polledObjects: string[];
      problems: { code: string; message: string; action: string }[];
    } | null;
    /** When the permission ends by itself; near: it is time to connect again. */
    authorisation?: { endsAt: string; why: "unused" | "final"; isNear: boolean } | null;
  }[];
  inbox: { pending: number; oldestAt: string | null };
  counts: {
    linked: number;
    errors: number;
    needsDecision: number;
    heldDeletes: number;
    heldChanges?: number;
    notLinkedInQuickbooks: number;
  };
  webhooks: { received: number; refused: number };
}

/** What may be done with the record that is left. */
export type Removal = "deactivate" | "delete" | "void";
export type DeletePolicy = "hold" | Removal;
export type HeldDecision = "approve" | "keep" | "unlink";

/** A deletion of a linked record about which a person is asked. */
export interface HeldDelete {
  id: string;
  seenAt: string;
  mapping: string;
  name: string;
  /** Where the record was deleted. */
  system: "salesforce" | "quickbooks";
  reason: string;
  /** What happened, and why a person is asked. */
  message: string;
  /** Set when far more than usual was deleted: all of that are one. */
  batch: string | null;
  deleted: { type: string; id: string };
  counterpart: { type: string; id: string };
  survivor: SalesforceRef | null;
  salesforce: SalesforceRef;
  /** What can be approved, what is proposed first. */
  choices: Removal[];
}

export interface HeldDecided {
  decided: number;
  skipped: { id: string; reason: string }[];
}

/** Release: write all. Aside: decide record by record. Undo: write the other system's values back. */
export type HoldDecision = "release" | "aside" | "undo";

export interface HeldRecord {
  name: string;
  salesforce: { type: string; id: string };
  quickbooks: { type: string; id: string };
  values: {
    field: string;
    label: string;
    /** What the other system holds, and what it was changed to. */
    before: string | boolean | null;
    after: string | boolean | null;
    by: string | null;
    at: string | null;
  }[];
}

/** Far more changes than usual in one system, which wait for a person. */
export interface HeldChanges {
  id: string;
  mapping: string;
  /** Where the records were changed. */
  system: "salesforce" | "quickbooks";
  kind: "changes" | "losses";
  since: string;
  heldSince: string;
  /** Records that were carried over before, and records that wait. */
  written: number;
  records: number;
  fields: { label: string; records: number }[];
  people: { name: string; records: number }[];
  examples: HeldRecord[];
  title: string;
  message: string;
}

/** What becomes of the other record. */
export interface DeleteChoice {
  policy: DeletePolicy;
  choices: DeletePolicy[];
}

/** Who wins a field that both systems changed. */
export type ConflictPolicy = "ask" | "salesforce" | "quickbooks" | "newest";

export interface Mapping {
  id: string;
  quickbooksObject: string;
  salesforceObject: string;
  realTime: boolean;
  /** By the system in which a record is deleted. */
  whenDeleted: { salesforce: DeleteChoice; quickbooks: DeleteChoice };
  fields: {
    name: string;
    label: string;
    quickbooks: string;
    salesforce: string;
    direction: string;
    /** Null where the field flows one way, or is set once. */
    policy: ConflictPolicy | null;
  }[];
}
