/** What the service answers, for tests. */
import type { LogEntry, Match, RecordView } from "../force-app/main/default/lwc/accordApi/types";

export const view = (changes: Partial<RecordView>): RecordView => ({
  type: "Account",
  id: "001000000000001AAA",
  name: "Cool Cars",
  mapping: null,
  company: null,
  status: "inSync",
  statusLabel: "In Sync",
  detail: "Both systems hold the same values.",
  busy: false,
  waitingFor: null,
  quickbooks: null,
  lastSyncAt: null,
  error: null,
  decisions: [],
  matches: [],
  actions: { send: true, fetch: true, link: false, unlink: true },
  revision: "1",
  ...changes,
});

export const match = (changes: Partial<Match>): Match => ({
  quickbooksId: "3",
  name: "Cool Cars",
  currency: "USD",
  active: true,
  url: "",
  linkedTo: null,
  compare: [],
  asOf: "2026-11-23T10:17:30Z",
  ...changes,
});

export const logEntry = (changes: Partial<LogEntry>): LogEntry => ({
  id: "41",
  at: "2026-11-23T10:20:30Z",
  mapping: "customer-account",
  direction: "salesforceToQuickbooks",
  action: "create",
  outcome: "applied",
  actor: "Ada Admin",
  name: "Cool Cars",
  salesforce: { type: "Account", id: "001000000000001AAA", name: "Cool Cars" },
  quickbooks: { type: "Customer", id: "3" },
  message: "Created customer 3 in QuickBooks.",
  reprocessed: false,
  error: null,
  changes: [],
  canUnlink: false,
  mergedInto: null,
  ...changes,
});
