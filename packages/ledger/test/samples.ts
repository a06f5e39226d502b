/** Rows for tests, complete, so that a test states only what it is about. */
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import type { ConnectionRow } from "../src/connections.ts";
import type { NewEntry } from "../src/entries.ts";
import type { ImageRow } from "../src/images.ts";
import type { NewNotice } from "../src/inbox.ts";
import type { Intent } from "../src/intents.ts";
import type { MappedScope } from "../src/ledger.ts";
import type { NewLink } from "../src/links.ts";
import type { NewLogEntry } from "../src/log-entries.ts";
import type { Run } from "../src/runs.ts";

export const TENANT = "t1";
export const SCOPE: MappedScope = {
  tenant: TENANT,
  org: "org1",
  company: "co1",
  mapping: "customer",
};
export const ACCOUNT: RecordRef = { system: "salesforce", type: "Account", id: "001A" };
export const CUSTOMER: RecordRef = { system: "quickbooks", type: "Customer", id: "58" };

/** The minute `minute` of one morning. */
export function at(minute: number): string {
  return `2026-03-02T09:${String(minute).padStart(2, "0")}:00Z`;
}

export function link(change: Partial<NewLink> = {}): NewLink {
  return {
    ...SCOPE,
    salesforceRef: ACCOUNT,
    quickbooksRef: CUSTOMER,
    createdAt: at(0),
    lastSyncAt: null,
    name: "Amy's Bird Sanctuary",
    salesforceDeleted: false,
    quickbooksDeleted: false,
    ...change,
  };
}

export function notice(change: Partial<NewNotice> = {}): NewNotice {
  return {
    ...SCOPE,
    ref: CUSTOMER,
    source: "webhook",
    direction: "none",
    onMatch: "ask",
    actor: null,
    priority: 1,
    at: at(0),
    dueAt: at(0),
    remoteTime: null,
    known: null,
    runId: null,
    lift: false,
    ...change,
  };
}

export function intent(change: Partial<Intent> = {}): Intent {
  return {
    ...SCOPE,
    id: "intent-1",
    linkId: null,
    operation: "create",
    target: "quickbooks",
    type: "Customer",
    source: ACCOUNT,
    ref: null,
    payload: '{"method":"POST","path":"/customer?requestid=intent-1","headers":{},"body":"{}"}',
    fingerprint: null,
    plan: "{}",
    state: "inFlight",
    createdAt: at(0),
    sentAt: null,
    attempts: 0,
    receipt: null,
    settledAt: null,
    ...change,
  };
}

export function entry(linkId: string, change: Partial<NewEntry> = {}): NewEntry {
  return {
    ...SCOPE,
    linkId,
    field: "phone",
    kind: "conflict",
    salesforceValue: "(650) 555-3311",
    quickbooksValue: "650-555-9999",
    baseRevision: 1,
    openedAt: at(0),
    salesforceEdit: { at: at(0), by: "Ada Admin" },
    quickbooksEdit: { at: at(60), by: null },
    reason: "asked",
    ...change,
  };
}

export function image(linkId: string, change: Partial<ImageRow> = {}): ImageRow {
  return {
    linkId,
    system: "quickbooks",
    role: "",
    ref: CUSTOMER,
    version: "0",
    modifiedAt: at(0),
    isSettled: true,
    base: { DisplayName: "Amy's Bird Sanctuary", Active: true, Fax: null },
    seen: { DisplayName: "Amy's Birds", Active: true, Fax: null },
    edits: { DisplayName: { at: at(0), by: null } },
    ...change,
  };
}

export function logEntry(change: Partial<NewLogEntry> = {}): NewLogEntry {
  return {
    ...SCOPE,
    at: at(0),
    linkId: null,
    salesforceRef: ACCOUNT,
    quickbooksRef: null,
    name: "Amy's Bird Sanctuary",
    direction: "salesforceToQuickbooks",
    action: "create",
    outcome: "applied",
    actor: null,
    message: "Created in QuickBooks",
    error: null,
    changes: "[]",
    intentId: null,
    reprocessed: false,
    ...change,
  };
}

export function run(change: Partial<Run> = {}): Run {
  return {
    tenant: SCOPE.tenant,
    org: SCOPE.org,
    company: SCOPE.company,
    id: "run-1",
    object: "Customer",
    filter: "Id = '58'",
    state: "running",
    page: null,
    found: 0,
    done: 0,
    error: null,
    actor: "admin",
    startedAt: at(0),
    finishedAt: null,
    ...change,
  };
}

export function connection(change: Partial<ConnectionRow> = {}): ConnectionRow {
  return {
    id: "quickbooks-1",
    tenant: TENANT,
    system: "quickbooks",
    accountId: SCOPE.company,
    name: "Craig's Design and Landscaping Services",
    state: "connected",
    detail: null,
    settings: { incomeAccountId: "79" },
    userId: null,
    connectedAt: at(0),
    paused: null,
    ...change,
  };
}
