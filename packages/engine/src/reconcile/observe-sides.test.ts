import { describe, expect, it } from "vitest";
import { CUSTOMER_ACCOUNT } from "@accord-sync/core/mapping/default-mappings.ts";
import type { Notice, NoticeSource } from "@accord-sync/ledger/notice.ts";
import { quickbooksRef } from "../engine-context.ts";
import { dirtySides } from "./observe-sides.ts";

const notice = (parts: Partial<Notice>): Notice => ({
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

const sides = (parts: Partial<Notice>): readonly string[] => [
  ...dirtySides({ mapping: CUSTOMER_ACCOUNT, notice: notice(parts) }),
];

describe("what a pass looks at", () => {
  it("is the record that the notice is about", () => {
    expect(sides({})).toEqual(["quickbooks"]);
  });

  it("is the source of a Send, and both systems in a Sync From", () => {
    expect(sides({ direction: "send" })).toEqual(["salesforce"]);
    expect(sides({ direction: "fetch" })).toEqual(["quickbooks", "salesforce"]);
  });

  it.each<NoticeSource>(["decision", "recovery"])("is nothing for a %s alone", (source) => {
    expect(sides({ source })).toEqual([]);
  });

  it.each<NoticeSource>(["decision", "recovery"])(
    "is the record when a %s joined another notice, which may be about an edit",
    (source) => {
      expect(sides({ source, seq: 2 })).toEqual(["quickbooks"]);
    },
  );
});
