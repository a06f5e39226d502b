import { describe, expect, it } from "vitest";
import { must } from "@accord-sync/core/errors/assert.ts";
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import { CUSTOMER_ACCOUNT } from "@accord-sync/core/mapping/default-mappings.ts";
import { listDue, type Notice } from "@accord-sync/ledger/inbox.ts";
import { insertIntent, type Intent } from "@accord-sync/ledger/intents.ts";
import { listLog } from "@accord-sync/ledger/log-entries.ts";
import { setRealTime } from "@accord-sync/ledger/mapping-settings.ts";
import { readTally } from "@accord-sync/ledger/tally.ts";
import { dueIso, mappedScope, quickbooksRef, salesforceRef } from "./engine-context.ts";
import { DOUBT_AGAIN_MS } from "./give-up.ts";
import { recordNotice } from "./notices/record-notice.ts";
import { finished } from "./reconcile/pass.ts";
import { testContext, type TestContext } from "./testing/test-context.ts";
import { settleNotice, Worker } from "./worker.ts";
import { writePlan } from "./writer/intent-plan.ts";

const REF = salesforceRef("Account", "1");

const arrive = (context: TestContext): Promise<void> =>
  context.ledger.transaction((tx) =>
    recordNotice(context, tx, { mapping: CUSTOMER_ACCOUNT, ref: REF, source: "sweep" }),
  );

async function waiting(context: TestContext): Promise<Notice | undefined> {
  return (await listDue(context.ledger.db, "t", "9999", 10))[0];
}

const only = async (context: TestContext): Promise<Notice> =>
  must((await waiting(context)) ?? null, "a notice waits");

async function setUp(): Promise<TestContext> {
  const context = await testContext();
  await arrive(context);
  return context;
}

/** A mark on the record, under way when the process died. */
function inDoubt(context: TestContext): Intent {
  const at = dueIso(context);
  return {
    ...mappedScope(context, CUSTOMER_ACCOUNT),
    id: "intent-1",
    linkId: null,
    operation: "mark",
    target: "salesforce",
    type: REF.type,
    source: null,
    ref: REF,
    payload: "{}",
    fingerprint: null,
    plan: writePlan({ kind: "clear", found: "1", name: "Pier" }),
    state: "inFlight",
    createdAt: at,
    sentAt: at,
    attempts: 1,
    receipt: null,
    settledAt: null,
  };
}

describe("how a pass ends", () => {
  it("waits for a system that is down for ever, less and less often, and counts no attempt", async () => {
    const context = await setUp();
    const error = operationalError("REMOTE_UNREACHABLE", { system: "QuickBooks" });
    const pauses: number[] = [];
    for (let turn = 0; turn < 20; turn += 1) {
      await settleNotice(context, await only(context), { kind: "stopped", error });
      const { dueAt, attempts } = await only(context);
      expect(attempts).toBe(0);
      pauses.push(Date.parse(dueAt) - context.clock.now());
      await context.clock.advance(pauses.at(-1) ?? 0);
    }
    expect(pauses[0]).toBe(context.pacing.waitFirstMs);
    expect(pauses.at(-1)).toBe(context.pacing.waitLongestMs);
  });

  it("waits for a write that may still arrive, and counts no attempt", async () => {
    const context = await setUp();
    const error = operationalError("RECORD_BUSY", {}, { retryAfterMs: 20_000 });
    for (let turn = 0; turn < 2 * context.pacing.retryLimit; turn += 1) {
      await settleNotice(context, await only(context), { kind: "stopped", error });
      const { dueAt, attempts } = await only(context);
      expect(attempts).toBe(0);
      expect(Date.parse(dueAt) - context.clock.now()).toBe(20_000);
    }
  });

  it("waits at least as long as the vendor says", async () => {
    const context = await setUp();
    const error = operationalError("QBO_THROTTLED", {}, { retryAfterMs: 90_000 });
    await settleNotice(context, await only(context), { kind: "stopped", error });
    expect((await only(context)).dueAt).toBe(dueIso(context, 90_000));
  });

  it("sets a record aside with a reason after so many attempts", async () => {
    const context = await setUp();
    const error = operationalError("SF_ROW_LOCKED");
    for (let turn = 1; turn < context.pacing.retryLimit; turn += 1) {
      await settleNotice(context, await only(context), { kind: "stopped", error });
      expect((await only(context)).attempts).toBe(turn);
    }
    await settleNotice(context, await only(context), { kind: "stopped", error });
    expect(await waiting(context)).toBeUndefined();
    const [line] = await listLog(context.ledger.db, "t", { only: "errors", limit: 10 });
    expect(line).toMatchObject({ outcome: "rejected", salesforceRef: REF });
    expect(line?.error).toContain("RETRIES_EXHAUSTED");
  });

  it("looks again at a record set aside while a write of it is in doubt, and tells of it once", async () => {
    const context = await setUp();
    const { ledger } = context;
    await ledger.transaction((tx) => insertIntent(tx, inDoubt(context)));
    const error = operationalError("SF_ROW_LOCKED");
    const { retryLimit } = context.pacing;
    for (let turn = 0; turn < 3 * retryLimit; turn += 1) {
      if (turn % retryLimit === 0 && turn > 0) {
        expect(await only(context)).toMatchObject({ source: "recovery", attempts: 0 });
        expect((await only(context)).dueAt).toBe(dueIso(context, DOUBT_AGAIN_MS));
      }
      await settleNotice(context, await only(context), { kind: "stopped", error });
    }
    const lines = await listLog(ledger.db, "t", { only: "errors", limit: 10 });
    expect(lines).toHaveLength(1);
    // A person who asks is answered.
    await ledger.transaction((tx) =>
      recordNotice(context, tx, { mapping: CUSTOMER_ACCOUNT, ref: REF, source: "person" }),
    );
    for (let turn = 0; turn < retryLimit; turn += 1) {
      await settleNotice(context, await only(context), { kind: "stopped", error });
    }
    expect(await listLog(ledger.db, "t", { only: "errors", limit: 10 })).toHaveLength(2);
  });

  it("keeps what waits for real time out of the way, with the reason", async () => {
    const context = await setUp();
    await setRealTime(context.ledger.db, mappedScope(context, CUSTOMER_ACCOUNT), false);
    await settleNotice(context, await only(context), { kind: "heldBack" });
    const held = await only(context);
    expect(held.waiting).toContain("REAL_TIME_OFF");
    expect(Date.parse(held.dueAt)).toBeGreaterThan(context.clock.now() + 300 * 24 * 3_600_000);
  });

  it("goes on at once when real time was switched on during the pass that held it back", async () => {
    const context = await setUp();
    await settleNotice(context, await only(context), { kind: "heldBack" });
    expect(await only(context)).toMatchObject({ waiting: null, dueAt: dueIso(context) });
  });

  it("counts each notice once, also one that grew while it was worked on (I12)", async () => {
    const context = await setUp();
    const begun = await only(context);
    await arrive(context);
    await settleNotice(context, begun, finished("reconciled", "updated", ""));
    const grown = await only(context);
    await settleNotice(context, grown, finished("echo", "alreadyInStep", ""));
    expect(await readTally(context.ledger.db, "t")).toMatchObject({
      received: 2,
      coalesced: 1,
      reconciled: 0,
      echo: 1,
    });
  });
});

describe("who is worked on", () => {
  it("takes a person's click while every place is held by passes that wait for calls", async () => {
    const asked: string[] = [];
    const never = new Promise<never>(() => {});
    const base = await testContext();
    const observe = (_mapping: unknown, id: string) => {
      asked.push(id);
      return never;
    };
    const context = await testContext({
      pacing: { ...base.pacing, concurrency: 2 },
      salesforce: { ...base.salesforce, observe },
      quickbooks: { ...base.quickbooks, observe },
    });
    const arriveFrom = (id: string, source: "webhook" | "person") =>
      context.ledger.transaction((tx) =>
        recordNotice(context, tx, {
          mapping: CUSTOMER_ACCOUNT,
          ref: source === "person" ? salesforceRef("Account", id) : quickbooksRef("Customer", id),
          source,
          direction: source === "person" ? "send" : "none",
          actor: source === "person" ? "Somebody" : null,
        }),
      );
    for (const id of ["1", "2", "3", "4"]) await arriveFrom(id, "webhook");
    const worker = new Worker(() => context);
    worker.start();
    await context.clock.advance(10);
    expect(asked).toEqual(["1", "2"]);
    await arriveFrom("001", "person");
    worker.wake();
    await context.clock.advance(10);
    expect(asked).toEqual(["1", "2", "001"]);
  });
});
