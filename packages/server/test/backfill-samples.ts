/** A backfill and one of its items, as an engine shows them. */
import type { BackfillItemView, BackfillView } from "@accord-sync/engine/backfill-api.ts";

export const BACKFILL: BackfillView = {
  id: "backfill-7",
  state: "ready",
  request: {
    objects: [{ mapping: "customer-account", direction: "toSalesforce" }],
    linkFrom: 80,
    differing: "ask",
    includeInactive: false,
    actor: "Operator",
  },
  startedAt: "2026-11-23T10:20:30Z",
  plannedAt: "2026-11-23T10:20:40Z",
  finishedAt: null,
  reading: [
    { mapping: "customer-account", system: "salesforce", records: 30, isRead: true },
    { mapping: "customer-account", system: "quickbooks", records: 40, isRead: true },
  ],
  counts: [
    {
      mapping: "customer-account",
      quickbooksObject: "Customer",
      salesforceObject: "Account",
      createInSalesforce: 20,
      createInQuickbooks: 0,
      link: 10,
      ask: 2,
      update: 0,
      skip: 8,
      withRefusals: 1,
    },
  ],
  items: { planned: 30, waiting: 2, skipped: 8, underWay: 0, done: 0, refused: 0 },
  progress: { done: 0, of: 30, perMinute: null, remainingSeconds: null },
  calls: {
    used: { metered: 2, free: 0, salesforce: 8 },
    expected: { metered: 0, free: 0, salesforce: 3 },
  },
  expectedMinutes: 0.2,
  changedSince: 0,
  waitingFor: null,
  error: null,
};

const REASONS = [{ text: "Same name", points: 50 }];

export const BACKFILL_ITEM: BackfillItemView = {
  id: "12",
  mapping: "customer-account",
  action: "ask",
  state: "waiting",
  target: null,
  name: "Cool Cars",
  salesforce: null,
  quickbooks: { type: "Customer", id: "3", name: "Cool Cars" },
  fields: [
    {
      field: "phone",
      label: "Phone",
      salesforce: null,
      quickbooks: "(415) 555-9933",
      writes: "salesforce",
      after: "(415) 555-9933",
      isAsked: false,
    },
  ],
  score: 62,
  reasons: REASONS,
  candidates: [
    {
      type: "Account",
      id: "001000000000001AAA",
      name: "Cool Cars Ltd",
      score: 62,
      reasons: REASONS,
    },
  ],
  refusals: [
    {
      system: "salesforce",
      code: "SF_REQUIRED_FIELD_MISSING",
      message: "Last Name is missing.",
      action: "Fill it in.",
    },
  ],
  choice: null,
  message: "Two Accounts may be this customer.",
  error: null,
};
