import { describe, expect, it } from "vitest";
import { must } from "@accord-sync/core/errors/assert.ts";
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import { CUSTOMER_ACCOUNT } from "@accord-sync/core/mapping/default-mappings.ts";
import type { Receipt, SalesforceRemote } from "@accord-sync/core/ports/remote.ts";
import type { Observation, Sighting } from "@accord-sync/core/records/observation.ts";
import { isSameRef, type RecordRef } from "@accord-sync/core/records/record-ref.ts";
import { succeed } from "@accord-sync/core/records/result.ts";
import { listDue } from "@accord-sync/ledger/inbox.ts";
import { keepApart } from "@accord-sync/ledger/kept-apart.ts";
import { listLog } from "@accord-sync/ledger/log-entries.ts";
import { setRealTime } from "@accord-sync/ledger/mapping-settings.ts";
import { findParked } from "@accord-sync/ledger/parked.ts";
import { mappedScope, quickbooksRef, salesforceRef } from "./engine-context.ts";
import { writeParked } from "./journal.ts";
import { recordNotice } from "./notices/record-notice.ts";
import { reconcile } from "./reconcile/reconcile.ts";
import { reprocess } from "./reprocess.ts";
import { testContext, type TestContext } from "./testing/test-context.ts";
import { settleNotice } from "./worker.ts";

const mapping = CUSTOMER_ACCOUNT;
const ACCOUNT = salesforceRef("Account", "1");
const CUSTOMER = quickbooksRef("Customer", "1");
/** After the connection was made. */
const LATER = "2026-01-05T10:00:00Z";
const GONE: Sighting = { kind: "absent", ref: ACCOUNT };

const account = (linkMark: string | null): Observation => ({
  ref: ACCOUNT,
  version: "2026-01-05T08:00:00Z",
  modifiedAt: "2026-01-05T08:00:00Z",
  createdAt: "2026-01-05T08:00:00Z",
  isSettled: true,
  image: { Name: "Pier 1" },
  members: {},
  name: "Pier 1",
  isActive: true,
  linkMark,
});

const NO_DETAILS = {
  email: null,
  phone: null,
  address: null,
  balance: null,
  currency: null,
  sku: null,
  price: null,
  description: null,
};

interface Seen {
  readonly sighting: Sighting;
  /** How the write of the mark ends, where one is sent. */
  readonly receipt?: Receipt;
}

async function setUp({ sighting, receipt }: Seen): Promise<TestContext> {
  const base = await testContext();
  const observe = async () => succeed(sighting);
  const salesforce: SalesforceRemote = {
    ...base.salesforce,
    observe,
    encode: () => ({ method: "PATCH", path: "/", headers: {}, body: "" }),
    send: async () => must(receipt ?? null, "this test writes nothing"),
  };
  const directoryEntry = ({ ref, ...rest }: Observation) => ({ ...rest, ...NO_DETAILS, ...ref });
  return { ...base, salesforce, quickbooks: { ...base.quickbooks, observe, directoryEntry } };
}

/** The record is set aside, as `action` was refused. */
async function setAside(context: TestContext, ref: RecordRef, action: string): Promise<void> {
  await context.ledger.transaction((tx) =>
    writeParked(context, tx, {
      mapping,
      salesforce: ref.system === "salesforce" ? ref : null,
      quickbooks: ref.system === "quickbooks" ? ref : null,
      name: "Pier 1",
      direction: "none",
      action,
      outcome: "rejected",
      error: operationalError("SF_ROW_LOCKED"),
    }),
  );
}

const entries = (context: TestContext) =>
  listLog(context.ledger.db, "t", { only: "errors", limit: 10 });

async function reprocessAll(context: TestContext): Promise<void> {
  await reprocess(
    context,
    (await entries(context)).map(({ id }) => id),
    "Ada",
  );
}

async function workOff(context: TestContext, ref: RecordRef): Promise<void> {
  const due = await listDue(context.ledger.db, "t", "9999", 10);
  const notice = must(due.find((each) => isSameRef(each.ref, ref)) ?? null, "a notice waits");
  await settleNotice(context, notice, await reconcile(context, notice, [ref]));
}

function leaveApart(context: TestContext): Promise<void> {
  const scope = mappedScope(context, mapping);
  return context.ledger.transaction((tx) => keepApart(tx, scope, [CUSTOMER], LATER));
}

function switchOff(context: TestContext): Promise<void> {
  const scope = mappedScope(context, mapping);
  return context.ledger.transaction((tx) => setRealTime(tx, scope, false));
}

const aside = (context: TestContext, ref: RecordRef) =>
  findParked(context.ledger.db, mappedScope(context, mapping), ref);

describe("a record that is not linked and was set aside, re-processed", () => {
  it("goes back into rotation when it is gone, or its mark is (I18)", async () => {
    for (const sighting of [GONE, { kind: "found", observation: account(null) } as const]) {
      const context = await setUp({ sighting });
      await setAside(context, ACCOUNT, "mark");
      await reprocessAll(context);
      await workOff(context, ACCOUNT);
      expect(await aside(context, ACCOUNT)).toBeNull();
    }
  });

  it("has its mark cleared that could not be cleared before", async () => {
    const context = await setUp({
      sighting: { kind: "found", observation: account("9:Customer:1") },
      receipt: { outcome: "applied", observation: account(null) },
    });
    await setAside(context, ACCOUNT, "mark");
    await reprocessAll(context);
    await workOff(context, ACCOUNT);
    expect(await aside(context, ACCOUNT)).toBeNull();
    const [last] = await listLog(context.ledger.db, "t", { only: "all", limit: 1 });
    expect(last).toMatchObject({ action: "mark", outcome: "applied", salesforceRef: ACCOUNT });
  });

  it("is told of again when its mark cannot be cleared again", async () => {
    const context = await setUp({
      sighting: { kind: "found", observation: account("9:Customer:1") },
      receipt: { outcome: "rejected", error: operationalError("SF_FIELD_NOT_WRITABLE") },
    });
    await setAside(context, ACCOUNT, "mark");
    await reprocessAll(context);
    await workOff(context, ACCOUNT);
    const [newest] = await entries(context);
    expect(newest).toMatchObject({ action: "mark", outcome: "rejected", reprocessed: false });
    expect(await aside(context, ACCOUNT)).toMatchObject({ logId: newest?.id });
  });

  it("goes back into rotation when it is gone from QuickBooks", async () => {
    const context = await setUp({ sighting: { kind: "absent", ref: CUSTOMER } });
    await setAside(context, CUSTOMER, "create");
    await reprocessAll(context);
    await workOff(context, CUSTOMER);
    expect(await aside(context, CUSTOMER)).toBeNull();
  });

  it.each([
    ["made inactive", async () => {}, "is inactive"],
    ["kept apart", leaveApart, "it is kept apart since"],
    ["of an object whose real time is off", switchOff, "Real-time updates are off"],
  ] as const)(
    "goes back into rotation when it is %s, and the log says so",
    async (_, turn, told) => {
      const observation = { ...account(null), ref: CUSTOMER, createdAt: LATER, isActive: false };
      const context = await setUp({ sighting: { kind: "found", observation } });
      await setAside(context, CUSTOMER, "create");
      await turn(context);
      await reprocessAll(context);
      await workOff(context, CUSTOMER);
      expect(await aside(context, CUSTOMER)).toBeNull();
      const [last] = await listLog(context.ledger.db, "t", { only: "all", limit: 1 });
      expect(last).toMatchObject({ outcome: "skipped", actor: "Ada", quickbooksRef: CUSTOMER });
      expect(last?.message).toContain(told);
    },
  );
});

describe("a record that is not linked and was set aside, seen changed", () => {
  it("stays set aside, because nobody re-processed the reason", async () => {
    const context = await setUp({ sighting: GONE });
    await setAside(context, ACCOUNT, "send");
    await context.ledger.transaction((tx) =>
      recordNotice(context, tx, { mapping, ref: ACCOUNT, source: "change-event" }),
    );
    await workOff(context, ACCOUNT);
    expect(await aside(context, ACCOUNT)).not.toBeNull();
  });
});
