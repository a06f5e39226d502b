import { describe, expect, it } from "vitest";
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import { CUSTOMER_ACCOUNT } from "@accord-sync/core/mapping/default-mappings.ts";
import type { Image } from "@accord-sync/core/records/image.ts";
import type { Observation } from "@accord-sync/core/records/observation.ts";
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import { succeed } from "@accord-sync/core/records/result.ts";
import { type Entry, listEntries } from "@accord-sync/ledger/entries.ts";
import { findIntent, insertIntent, type Intent } from "@accord-sync/ledger/intents.ts";
import { insertLink, type Link } from "@accord-sync/ledger/links.ts";
import { mappedScope, nowIso, quickbooksRef, salesforceRef } from "../engine-context.ts";
import { firstSide, loadLinkState, saveSide } from "../link-state.ts";
import { bareDirectoryEntry } from "../testing/bare-directory-entry.ts";
import { testContext, type TestContext } from "../testing/test-context.ts";
import { writePlan } from "./intent-plan.ts";
import { settle } from "./settle.ts";
import { settleUpdate } from "./settle-update.ts";
import type { WriteOutcome } from "./writer.ts";

const ACCOUNT = salesforceRef("Account", "1");
const CUSTOMER = quickbooksRef("Customer", "71");

/** The version that the ledger knew when the write was planned, and a later one. */
const KNOWN = "2026-01-05T09:00:10.000Z";
const LATER = "2026-01-05T09:00:12.000Z";

function observed(ref: RecordRef, version: string, image: Image): Observation {
  return {
    ref,
    version,
    modifiedAt: version,
    createdAt: "2026-01-05T08:00:00.000Z",
    isSettled: true,
    image,
    members: {},
    name: "Pier",
    isActive: true,
    linkMark: null,
  };
}

interface Settled {
  readonly outcome: WriteOutcome;
  readonly state: string | undefined;
  readonly entries: readonly Entry[];
  /** What the ledger holds of the Account's city: the base, and what was seen last. */
  readonly city: { readonly base: unknown; readonly seen: unknown };
}

/** When the look comes, after the process that sent the write ended. */
const LONG_AFTER_MS = 31_000;

interface Doubted {
  /** What the city held, as the ledger knew, when the write was planned. Default: nothing. */
  readonly before?: string;
  readonly afterMs?: number;
}

/** Settles a doubtful write of `Bayshore` into the city of an Account that now is as `found`. */
async function settleCity(
  found: Observation,
  { before, afterMs = LONG_AFTER_MS }: Doubted = {},
): Promise<Settled> {
  const base = await testContext();
  const context: TestContext = {
    ...base,
    salesforce: {
      ...base.salesforce,
      observe: async () => succeed({ kind: "found", observation: found }),
      compareVersions: (left, right) => (left < right ? -1 : left > right ? 1 : 0),
    },
  };
  const { db } = context.ledger;
  const link = await linked(context);
  const intent = doubtful(context, link, before ?? null);
  await context.ledger.transaction((tx) => insertIntent(tx, intent));
  await context.clock.advance(afterMs);
  const outcome = await settleUpdate(context, intent);
  const { salesforce } = await loadLinkState(db, link);
  return {
    outcome,
    state: (await findIntent(db, intent.id))?.state,
    entries: await listEntries(db, link.id),
    city: { base: salesforce.base["BillingCity"], seen: salesforce.seen["BillingCity"] },
  };
}

async function linked(context: TestContext): Promise<Link> {
  return context.ledger.transaction(async (tx) => {
    const at = nowIso(context);
    const link = await insertLink(tx, {
      ...mappedScope(context, CUSTOMER_ACCOUNT),
      salesforceRef: ACCOUNT,
      quickbooksRef: CUSTOMER,
      createdAt: at,
      lastSyncAt: at,
      name: "Pier",
      salesforceDeleted: false,
      quickbooksDeleted: false,
    });
    const account = observed(ACCOUNT, KNOWN, { BillingCity: null });
    const customer = observed(CUSTOMER, "1", { "BillAddr.City": "Bayshore" });
    await saveSide(tx, CUSTOMER_ACCOUNT, link.id, firstSide(account));
    await saveSide(tx, CUSTOMER_ACCOUNT, link.id, firstSide(customer, { "BillAddr.City": null }));
    return link;
  });
}

function doubtful(context: TestContext, link: Link, before: string | null): Intent {
  return {
    ...mappedScope(context, CUSTOMER_ACCOUNT),
    id: "intent-1",
    linkId: link.id,
    operation: "update",
    target: "salesforce",
    type: "Account",
    source: CUSTOMER,
    ref: ACCOUNT,
    payload: "{}",
    fingerprint: null,
    plan: writePlan({
      kind: "update",
      actor: null,
      wish: null,
      fields: [
        {
          name: "billingCity",
          label: "Billing city",
          sourceValue: "Bayshore",
          before,
          after: "Bayshore",
          because: "changed",
        },
      ],
      revision: link.revision,
    }),
    state: "inFlight",
    createdAt: nowIso(context),
    sentAt: nowIso(context),
    attempts: 1,
    receipt: null,
    settledAt: null,
  };
}

describe("an update of Salesforce whose outcome is not known", () => {
  it("was applied when the record holds what was sent", async () => {
    const found = observed(ACCOUNT, LATER, { BillingCity: "Bayshore" });
    const { outcome, state, entries, city } = await settleCity(found);
    expect(outcome.kind).toBe("applied");
    expect(state).toBe("settled");
    expect(entries).toEqual([]);
    expect(city).toEqual({ base: "Bayshore", seen: "Bayshore" });
  });

  it("was not applied when the version has not moved, and nobody is asked", async () => {
    const found = observed(ACCOUNT, KNOWN, { BillingCity: null });
    const { outcome, entries } = await settleCity(found);
    expect(outcome).toMatchObject({ kind: "rejected", error: { code: "RECORD_BUSY" } });
    expect(entries).toEqual([]);
  });

  it("waits while its request may still arrive, as that of a process that was killed", async () => {
    const found = observed(ACCOUNT, KNOWN, { BillingCity: null });
    const { outcome, state } = await settleCity(found, { afterMs: 10_000 });
    expect(outcome).toMatchObject({
      kind: "doubtful",
      error: { code: "RECORD_BUSY", retryAfterMs: 20_000 },
    });
    expect(state).toBe("inFlight");
  });

  it("is a person's to decide when the record moved and holds what it held before (I6)", async () => {
    const found = observed(ACCOUNT, LATER, { BillingCity: null, BillingPostalCode: "94326" });
    const { outcome, state, entries } = await settleCity(found);
    expect(outcome).toMatchObject({ kind: "rejected", error: { code: "RECORD_BUSY" } });
    expect(state).toBe("refused");
    expect(entries).toMatchObject([
      {
        kind: "conflict",
        field: "billingCity",
        salesforceValue: null,
        quickbooksValue: "Bayshore",
        closedAt: null,
      },
    ]);
  });

  it("is a person's to decide when the record holds what somebody wrote meanwhile (I3)", async () => {
    const found = observed(ACCOUNT, LATER, { BillingCity: "Half Moon Bay" });
    const { outcome, entries, city } = await settleCity(found);
    expect(outcome.kind).toBe("rejected");
    expect(entries).toMatchObject([
      {
        kind: "conflict",
        field: "billingCity",
        salesforceValue: "Half Moon Bay",
        quickbooksValue: "Bayshore",
        reason: "inDoubt",
      },
    ]);
    expect(city).toEqual({ base: null, seen: "Half Moon Bay" });
  });

  it("leaves to the merge what somebody wrote where a value was sent to be confirmed", async () => {
    const found = observed(ACCOUNT, LATER, { BillingCity: "Half Moon Bay" });
    const { outcome, entries } = await settleCity(found, { before: "Bayshore" });
    expect(outcome.kind).toBe("rejected");
    expect(entries).toEqual([]);
  });
});

/** An update of QuickBooks by `intent` whose repetition is refused, and the Customer that is looked at then. */
async function settleRefused(
  found: Pick<Observation, "version" | "image">,
): Promise<Pick<Settled, "outcome" | "entries">> {
  const base = await testContext();
  const customer = { ...observed(CUSTOMER, KNOWN, found.image), version: found.version };
  const refused = { outcome: "rejected", error: operationalError("QBO_REFUSED") } as const;
  const context: TestContext = {
    ...base,
    quickbooks: {
      ...base.quickbooks,
      directoryEntry: bareDirectoryEntry,
      send: async () => refused,
      observe: async () => succeed({ kind: "found", observation: customer }),
      compareVersions: (left, right) => Number(left) - Number(right),
    },
  };
  const link = await linked(context);
  const intent: Intent = {
    ...doubtful(context, link, "Half Moon Bay"),
    target: "quickbooks",
    type: "Customer",
    source: ACCOUNT,
    ref: CUSTOMER,
  };
  await context.ledger.transaction((tx) => insertIntent(tx, intent));
  const outcome = await settle(context, intent);
  return { outcome, entries: await listEntries(context.ledger.db, link.id) };
}

describe("an update of QuickBooks that is refused as it is repeated", () => {
  const city = (value: string) => ({ "BillAddr.City": value });

  it("was applied when the record holds what was sent", async () => {
    const { outcome } = await settleRefused({ version: "2", image: city("Bayshore") });
    expect(outcome.kind).toBe("applied");
  });

  it.each(["1", "2"])(
    "stands when the record was saved once at most since (%s)",
    async (version) => {
      const { outcome, entries } = await settleRefused({ version, image: city("Half Moon Bay") });
      expect(outcome).toMatchObject({ kind: "rejected", error: { code: "QBO_REFUSED" } });
      expect(entries).toEqual([]);
    },
  );

  it("is a person's to decide when it was saved twice and holds the old value again (I3)", async () => {
    const { outcome, entries } = await settleRefused({
      version: "3",
      image: city("Half Moon Bay"),
    });
    expect(outcome).toMatchObject({ kind: "rejected", error: { code: "RECORD_BUSY" } });
    expect(entries).toMatchObject([
      { field: "billingCity", quickbooksValue: "Half Moon Bay", reason: "inDoubt" },
    ]);
  });
});
