import { describe, expect, it } from "vitest";
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import { CUSTOMER_ACCOUNT } from "@accord-sync/core/mapping/default-mappings.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { Image } from "@accord-sync/core/records/image.ts";
import { deferNotice, listNoticesFor } from "@accord-sync/ledger/inbox.ts";
import { dueIso, quickbooksRef } from "../engine-context.ts";
import type { SideState } from "../link-state.ts";
import { testContext } from "../testing/test-context.ts";
import { hasPending, releaseHeldBack } from "./held-back.ts";
import { recordNotice } from "./record-notice.ts";

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

describe("what Salesforce is still to get", () => {
  it("is a mapped value that moved since both sides agreed", () => {
    expect(hasPending(CUSTOMER_ACCOUNT, side(EDITED))).toBe(true);
    expect(hasPending(CUSTOMER_ACCOUNT, side(BASE))).toBe(false);
    expect(hasPending(CUSTOMER_ACCOUNT, side({ ...BASE, Notes: "unmapped" }))).toBe(false);
  });
});

describe("what waits for real time on a record of two mappings", () => {
  const PARTNERS: Mapping = { ...CUSTOMER_ACCOUNT, id: "customer-partner" };
  const MONTH_MS = 30 * 24 * 3_600_000;

  async function waitingFor(code: "REAL_TIME_OFF" | "REMOTE_UNREACHABLE") {
    const context = await testContext();
    const params = code === "REAL_TIME_OFF" ? { object: "Customer" } : { system: "quickbooks" };
    const waiting = JSON.stringify(operationalError(code, params));
    await context.ledger.transaction(async (tx) => {
      for (const mapping of [CUSTOMER_ACCOUNT, PARTNERS]) {
        await recordNotice(context, tx, { mapping, ref: REF, source: "webhook" });
      }
      for (const { id, seq } of await listNoticesFor(tx, context.scope, REF)) {
        const dueAt = dueIso(context, MONTH_MS);
        await deferNotice(tx, id, { seq, attempts: 0, waiting, dueAt });
      }
      await releaseHeldBack(context, tx, PARTNERS, REF);
    });
    const now = dueIso(context);
    const notices = await listNoticesFor(context.ledger.db, context.scope, REF);
    return new Map(notices.map(({ mapping, dueAt }) => [mapping, dueAt <= now]));
  }

  it("is looked at again by the mapping that brought its own part in, and by no other", async () => {
    const due = await waitingFor("REAL_TIME_OFF");
    expect(due.get(PARTNERS.id)).toBe(true);
    expect(due.get(CUSTOMER_ACCOUNT.id)).toBe(false);
  });

  it("goes on waiting where it waits for something else", async () => {
    const due = await waitingFor("REMOTE_UNREACHABLE");
    expect(due.get(PARTNERS.id)).toBe(false);
  });
});
