/** A backfill as the service answers it (docs/spec/backfill.md). Screens call it the first load. */
import type { FieldValue, ServiceError } from "./types";

export type LoadDirection = "both" | "toSalesforce" | "toQuickbooks" | "none";
export type LoadState =
  | "reading"
  | "ready"
  | "applying"
  | "paused"
  | "done"
  | "cancelled"
  | "failed";
export type LoadAction = "create" | "link" | "ask" | "update" | "skip";
export type LoadItemState = "planned" | "waiting" | "skipped" | "underWay" | "done" | "refused";
type System = "salesforce" | "quickbooks";

export interface LoadCalls {
  metered: number;
  free: number;
  salesforce: number;
}

export interface LoadCounts {
  mapping: string;
  quickbooksObject: string;
  salesforceObject: string;
  createInSalesforce: number;
  createInQuickbooks: number;
  link: number;
  ask: number;
  update: number;
  skip: number;
  withRefusals: number;
}

export interface FirstLoad {
  id: string;
  state: LoadState;
  startedAt: string;
  plannedAt: string | null;
  finishedAt: string | null;
  reading: { mapping: string; system: System; records: number; isRead: boolean }[];
  counts: LoadCounts[];
  items: Record<LoadItemState, number>;
  progress: {
    done: number;
    of: number;
    perMinute: number | null;
    remainingSeconds: number | null;
  };
  calls: { used: LoadCalls; expected: LoadCalls };
  expectedMinutes: number | null;
  changedSince: number;
  waitingFor: string | null;
  error: ServiceError | null;
}

export interface LoadRecord {
  type: string;
  id: string;
  name: string;
}

export interface LoadCandidate extends LoadRecord {
  score: number;
  reasons: { text: string; points: number }[];
}

export interface LoadField {
  field: string;
  label: string;
  salesforce: FieldValue;
  quickbooks: FieldValue;
  writes: System | null;
  after: FieldValue;
  isAsked: boolean;
}

export interface LoadItem {
  id: string;
  mapping: string;
  action: LoadAction;
  state: LoadItemState;
  target: System | null;
  name: string;
  salesforce: LoadRecord | null;
  quickbooks: LoadRecord | null;
  fields: LoadField[];
  score: number | null;
  reasons: { text: string; points: number }[];
  candidates: LoadCandidate[];
  refusals: { system: System; code: string; message: string; action: string }[];
  choice: { choice: LoadChoice; actor: string } | null;
  message: string | null;
  error: ServiceError | null;
}

export interface LoadChoice {
  kind: "approve" | "skip" | "create" | "link";
  to?: string;
}

/** What a plan is made from. */
export interface LoadOrder {
  objects: { mapping: string; direction: LoadDirection }[];
  linkFrom: number;
  askEachMatch: boolean;
  differing: "ask" | System;
  includeInactive: boolean;
}

/** Which items to show; empty for any. */
export interface LoadQuery {
  action: string;
  state: string;
  mapping: string;
  text: string;
  after: string;
}

export interface LoadDecided {
  decided: number;
  refused: { id: string; reason: string }[];
  backfill: FirstLoad;
}
