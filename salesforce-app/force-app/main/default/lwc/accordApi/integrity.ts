/** Sync Integrity, as components call it and as the service answers (docs/spec/api.md). */
import type { FieldValue, ServiceError } from "./types";

export type FindingKind =
  | "missing"
  | "drift"
  | "gone"
  | "older"
  | "mark"
  | "unlinked"
  | "match"
  | "ambiguous";

export interface IntegrityObject {
  quickbooksObject: string;
  salesforceObject: string;
  records: { salesforce: number; quickbooks: number };
  linked: number;
  agreed: number;
  waiting: number;
  busy: number;
  open: Record<FindingKind, number>;
  repaired: number;
  unlinked: { salesforce: number; quickbooks: number };
  money: {
    field: string;
    label: string;
    salesforce: string;
    quickbooks: string;
    difference: string;
  }[];
}

export interface IntegrityRun {
  id: string;
  state: "reading" | "comparing" | "confirming" | "repairing" | "done" | "failed" | "cancelled";
  why: "person" | "schedule" | "gap";
  reason: string | null;
  actor: string;
  repair: boolean;
  startedAt: string;
  asOf: string | null;
  finishedAt: string | null;
  progress: { read: number; expected: number; remainingSeconds: number | null };
  waitingFor: string | null;
  error: ServiceError | null;
  metered: number;
  agrees: boolean | null;
  summary: string;
  repairable: number;
  objects: IntegrityObject[];
}

export interface RecordPage {
  type: string;
  id: string;
  url: string;
}

export interface IntegrityFinding {
  id: string;
  kind: FindingKind;
  kindLabel: string;
  quickbooksObject: string;
  state: "open" | "repairing" | "repaired";
  name: string;
  salesforce: RecordPage | null;
  quickbooks: RecordPage | null;
  fields: { field: string; label: string; salesforce: FieldValue; quickbooks: FieldValue }[];
  canRepair: boolean;
  action: string;
  note: string | null;
}

export interface FindingPage {
  findings: IntegrityFinding[];
  next: string | null;
}

export interface IntegrityJob {
  id: string;
  name: string;
  objects: string[];
  repair: boolean;
  schedule:
    | { type: "once"; start: string; timeZone: string }
    | {
        type: "recurring";
        every: number;
        unit: "hours" | "days" | "weeks";
        start: string;
        timeZone: string;
      };
  when: string;
  nextAt: string | null;
}

/** A schedule, in the flat form in which it is sent. */
export interface ScheduleParts {
  scheduleType: "once" | "recurring";
  every: number;
  unit: "hours" | "days" | "weeks";
  /** Local time, `2026-11-24T02:00`. */
  start: string;
  timeZone: string;
}

export interface JobParts extends ScheduleParts {
  name: string;
  objects: string[];
  repair: boolean;
}

export interface IntegrityCost {
  sentence: string;
}
