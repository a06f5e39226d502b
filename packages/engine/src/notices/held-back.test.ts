import { describe, expect, it } from "vitest";
import { CUSTOMER_ACCOUNT } from "@accord-sync/core/mapping/default-mappings.ts";
import type { Image } from "@accord-sync/core/records/image.ts";
import type { Notice } from "@accord-sync/ledger/notice.ts";
import { quickbooksRef } from "../engine-context.ts";
import type { SideState } from "../link-state.ts";
import { hasPending, mustWait } from "./held-back.ts";
import { sampleNotice } from "../testing/sample-notice.ts";
import { writeKnown } from "./notice-known.ts";

const REF = quickbooksRef("Customer", "1");
const BASE: Image = { DisplayName: "Pier", "PrimaryEmailAddr.Address": null };
const EDITED: Image = { ...BASE, "PrimaryEmailAddr.Address": "pier@tidewater.example" };

const side = (seen: Image): SideState => ({
  ref: REF,
  version: "4",
  modifiedAt: "2026-06-15T15:00:10Z",
  createdAt: "2026-06-15T15:00:00Z",
  isSettled: true,
  base: BASE,
  seen,
  edits: {},
  members: {},
  mark: null,
  stampedMark: null,
});

const sightingOf = (version: string) => {
  const { ref, modifiedAt, createdAt, isSettled, members } = side(BASE);
  const own = { ref, version, modifiedAt, createdAt, isSettled, members, image: EDITED };
  const observation = { ...own, name: "Pier", isActive: true, linkMark: null };
  return writeKnown({ kind: "sighting", sighting: { kind: "found", observation } });
};

const QUICKBOOKS = {
  compareVersions: (left: string, right: string) => Number(left) - Number(right),
};

const waits = (parts: Partial<Notice>, seen: Image = BASE) =>
  mustWait(QUICKBOOKS, { mapping: CUSTOMER_ACCOUNT, notice: sampleNotice(parts) }, side(seen));

describe("while real time is off, a notice of QuickBooks", () => {
  it("waits when it is later than what was seen, by its time or by its version", () => {
    expect(waits({ remoteTime: "2026-06-15T15:00:11Z" })).toBe(true);
    expect(waits({ known: sightingOf("5") })).toBe(true);
  });

  it("ends when what it tells was seen and carried over", () => {
    expect(waits({ remoteTime: "2026-06-15T15:00:10Z" })).toBe(false);
    expect(waits({ known: sightingOf("4") })).toBe(false);
  });

  it("ends when it tells of what was, before a person brought in what is", () => {
    expect(waits({ known: sightingOf("3") })).toBe(false);
    expect(waits({ known: sightingOf("3") }, EDITED)).toBe(true);
  });

  it("waits when what it tells was seen and is still to be carried over", () => {
    expect(waits({ remoteTime: "2026-06-15T15:00:10Z" }, EDITED)).toBe(true);
    expect(waits({ known: sightingOf("4") }, EDITED)).toBe(true);
  });

  it("cannot be judged without a look when it brings neither time nor sighting", () => {
    expect(waits({})).toBeNull();
    expect(waits({}, EDITED)).toBeNull();
  });
});

describe("what Salesforce is still to get", () => {
  it("is a mapped value that moved since both sides agreed", () => {
    expect(hasPending(CUSTOMER_ACCOUNT, side(EDITED))).toBe(true);
    expect(hasPending(CUSTOMER_ACCOUNT, side(BASE))).toBe(false);
    expect(hasPending(CUSTOMER_ACCOUNT, side({ ...BASE, Notes: "unmapped" }))).toBe(false);
  });
});
