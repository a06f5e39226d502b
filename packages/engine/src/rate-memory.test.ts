import { describe, expect, it } from "vitest";
import { openLedger } from "@accord-sync/ledger/ledger.ts";
import { insertConnection, updateConnectionSettings } from "@accord-sync/ledger/connections.ts";
import {
  NO_RATE_STATE,
  noteCalls,
  type RateState,
  readRateState,
  saveRateState,
} from "./rate-memory.ts";

async function ledgerWithCompany() {
  const ledger = await openLedger({ file: ":memory:" });
  await ledger.transaction((tx) =>
    insertConnection(tx, {
      id: "quickbooks",
      tenant: "t",
      system: "quickbooks",
      accountId: "1",
      name: "Company",
      state: "waiting",
      detail: null,
      settings: {},
      userId: null,
      connectedAt: "2026-01-05T09:00:00Z",
    }),
  );
  return ledger;
}

describe("what a next process must know", () => {
  it("is held by the ledger with the connection, beside its other settings", async () => {
    const ledger = await ledgerWithCompany();
    expect(await readRateState(ledger, "quickbooks")).toBeNull();
    const state: RateState = {
      pausedUntil: 1_000,
      caution: { until: 2_000, share: 0.9 },
      made: [{ at: 500, calls: 12, batches: 2 }],
    };
    await saveRateState(ledger, "quickbooks", state);
    await ledger.transaction((tx) => updateConnectionSettings(tx, "quickbooks", { other: "1" }));
    expect(await readRateState(ledger, "quickbooks")).toEqual(state);
  });

  it("is one entry for five seconds' calls, which stands for the latest of them", () => {
    let state = NO_RATE_STATE;
    state = noteCalls(state, 10_000, 1, 0);
    state = noteCalls(state, 14_999, 2, 1);
    state = noteCalls(state, 15_000, 1, 1);
    expect(state.made).toEqual([
      { at: 14_999, calls: 3, batches: 1 },
      { at: 15_000, calls: 1, batches: 1 },
    ]);
  });

  it("forgets what no window holds any more, and stays small", () => {
    let state = NO_RATE_STATE;
    for (let at = 0; at < 600_000; at += 100) state = noteCalls(state, at, 1, 0);
    expect(state.made.length).toBeLessThanOrEqual(16);
    expect(state.made[0]?.at).toBeGreaterThan(600_000 - 76_000);
    expect(JSON.stringify(state).length).toBeLessThan(1_000);
  });
});
