import { CUSTOMER_ACCOUNT } from "@accord-sync/core/mapping/default-mappings.ts";
import type { Notice } from "@accord-sync/ledger/notice.ts";
import { quickbooksRef } from "../engine-context.ts";

/** A webhook about customer 1, with the given parts in place of its own. */
export const sampleNotice = (parts: Partial<Notice>): Notice => ({
  id: "1",
  tenant: "t",
  org: "o",
  company: "c",
  mapping: CUSTOMER_ACCOUNT.id,
  ref: quickbooksRef("Customer", "1"),
  source: "webhook",
  direction: "none",
  onMatch: "ask",
  actor: null,
  priority: 1,
  lift: false,
  seq: 1,
  wishSeq: 0,
  firstAt: "2026-06-15T15:00:11Z",
  at: "2026-06-15T15:00:11Z",
  dueAt: "2026-06-15T15:00:11Z",
  remoteTime: null,
  known: null,
  runId: null,
  attempts: 0,
  waiting: null,
  ...parts,
});
