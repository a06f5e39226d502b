import { describe, expect, it } from "vitest";
import { CUSTOMER_ACCOUNT } from "@accord-sync/core/mapping/default-mappings.ts";
import type { Image } from "@accord-sync/core/records/image.ts";
import type { Notice } from "@accord-sync/ledger/notice.ts";
import type { LinkState } from "../link-state.ts";
import { isEcho, isNoLater } from "./echo.ts";
import { sampleNotice } from "../testing/sample-notice.ts";
import { writeKnown } from "./notice-known.ts";

const side = (system: "salesforce" | "quickbooks", seen: Image) => ({
  ref: { system, type: "X", id: "1" },
  version: "1",
  modifiedAt: "2026-06-15T15:00:10Z",
  createdAt: "2026-06-15T15:00:00Z",
  isSettled: true,
  base: seen,
  seen,
  edits: {},
  members: {},
  mark: null,
  stampedMark: null,
});

const STATE: LinkState = {
  link: {
    id: "1",
    tenant: "t",
    org: "o",
    company: "c",
    mapping: CUSTOMER_ACCOUNT.id,
    salesforceRef: { system: "salesforce", type: "Account", id: "1" },
    quickbooksRef: { system: "quickbooks", type: "Customer", id: "1" },
    revision: 1,
    createdAt: "2026-06-15T15:00:00Z",
    lastSyncAt: null,
    name: "Pier",
    salesforceDeleted: false,
    quickbooksDeleted: false,
  },
  salesforce: side("salesforce", { Name: "Pier", Phone: "1" }),
  quickbooks: side("quickbooks", { DisplayName: "Pier" }),
};

const notice = (parts: Partial<Notice>): Notice =>
  sampleNotice({ ref: STATE.link.salesforceRef, source: "change-event", ...parts });

const ours = (changed: Image) => writeKnown({ kind: "ours", changed });
const isOurs = (parts: Partial<Notice>) => isEcho(CUSTOMER_ACCOUNT, notice(parts), STATE);

describe("a change event", () => {
  it("is an echo when it is ours and every value is the one last seen (I8)", () => {
    expect(isOurs({ known: ours({ Phone: "1", Industry: "Boats" }) })).toBe(true);
  });

  it("is none when a value differs: a trigger may have written under our name", () => {
    expect(isOurs({ known: ours({ Phone: "2" }) })).toBe(false);
  });

  it("is none when it stands for several notices, or when somebody asked", () => {
    expect(isOurs({ known: ours({ Phone: "1" }), seq: 2 })).toBe(false);
    expect(isOurs({ known: ours({ Phone: "1" }), direction: "send" })).toBe(false);
    expect(isOurs({})).toBe(false);
  });
});

describe("a change event of somebody else", () => {
  const told = (changed: Image) => writeKnown({ kind: "told", changed });
  const remoteTime = "2026-06-15T15:00:10.900Z";

  it("tells nothing new when what it tells was seen, at that time", () => {
    expect(isOurs({ known: told({ Phone: "1" }), remoteTime })).toBe(true);
  });

  it("is looked at when it is later, tells another value, or stands for several", () => {
    const later = "2026-06-15T15:00:11Z";
    expect(isOurs({ known: told({ Phone: "1" }), remoteTime: later })).toBe(false);
    expect(isOurs({ known: told({ Phone: "2" }), remoteTime })).toBe(false);
    expect(isOurs({ known: told({ Phone: "1" }), remoteTime, seq: 2 })).toBe(false);
    expect(isOurs({ known: told({ Phone: "1" }) })).toBe(false);
  });
});

describe("a webhook", () => {
  const webhook = (remoteTime: string | null) => isOurs({ source: "webhook", remoteTime });

  it("is an echo when it is not later, to the second, than what is known (I8)", () => {
    expect(webhook("2026-06-15T15:00:10.900Z")).toBe(true);
    expect(webhook("2026-06-15T08:00:09-07:00")).toBe(true);
  });

  it("is none when it is later, or carries no time", () => {
    expect(webhook("2026-06-15T15:00:11Z")).toBe(false);
    expect(webhook(null)).toBe(false);
  });

  it("is compared as a time, whatever its offset", () => {
    expect(isNoLater("2026-06-15T08:00:11-07:00", "2026-06-15T15:00:10Z")).toBe(false);
  });
});
