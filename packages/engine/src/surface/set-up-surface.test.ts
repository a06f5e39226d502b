import { describe, expect, it } from "vitest";
import type { Cipher } from "@accord-sync/ledger/cipher.ts";
import {
  insertConnection,
  updateConnectionIdentity,
  updateConnectionState,
} from "@accord-sync/ledger/connections.ts";
import { addCalls } from "@accord-sync/ledger/metering.ts";
import { openLedger } from "@accord-sync/ledger/ledger.ts";
import type { EngineContext } from "../engine-context.ts";
import { VirtualClock } from "../testing/virtual-clock.ts";
import { storeTokens } from "../token-keeper.ts";
import { statusView } from "./set-up-surface.ts";

const DAY = 24 * 3_600_000;
const plain: Cipher = { seal: (text) => text, open: (sealed) => sealed };
const facts = {
  version: "1",
  startedAt: "",
  connectUrl: "/connect",
  salesforceConnectUrl: null,
  isKnown: () => true,
  sweeps: () => ({ everyMs: 900_000, why: "webhooks tell every change", lastAt: null }),
  orgFacts: () => ({
    changes: { by: "events", detail: null } as const,
    dailyRequests: null,
    problems: [],
    polledObjects: [],
  }),
};

async function setUp() {
  const clock = new VirtualClock();
  const ledger = await openLedger({ file: ":memory:" });
  await ledger.transaction((tx) =>
    insertConnection(tx, {
      id: "quickbooks",
      tenant: "t",
      system: "quickbooks",
      accountId: "1",
      name: "1",
      state: "waiting",
      detail: null,
      settings: {},
      userId: null,
      connectedAt: "2026-01-05T09:00:00Z",
    }),
  );
  const scope = { tenant: "t", org: "o", company: "1" };
  const context = { ledger, clock, scope, mappings: [] } as unknown as EngineContext;
  const month = { ledger, scope, connectionId: "quickbooks", meteredPerMonth: 1_000, mappings: [] };
  const doors = { ledger, clock, cipher: plain, connectionId: "quickbooks" };
  const view = async (isKnown = true) =>
    (await statusView(context, { ...facts, month, isKnown: () => isKnown })).connections[0];
  const look = async () => (await view())?.authorisation;
  return { clock, doors, ledger, look, view };
}

const tokens = (unusedDays: number | null, finalDays: number | null) => ({
  accessToken: "a",
  refreshToken: "r",
  expiresInMs: 3_600_000,
  endsInMs: {
    unused: unusedDays === null ? null : unusedDays * DAY,
    final: finalDays === null ? null : finalDays * DAY,
  },
});

describe("the status of a connection", () => {
  it("tells one that never was from one that must be connected again", async () => {
    const { doors, ledger, view } = await setUp();
    const refuse = () =>
      updateConnectionState(ledger.db, "quickbooks", "needsReconnect", "not connected yet");
    await refuse();
    expect(await view()).toMatchObject({ state: "needsReconnect", wasConnected: false });
    await storeTokens(doors, tokens(100, 1_825));
    await refuse();
    expect(await view()).toMatchObject({ state: "needsReconnect", wasConnected: true });
  });

  it("knows of one that an earlier version connected by the company's name", async () => {
    const { ledger, view } = await setUp();
    await updateConnectionIdentity(ledger.db, "quickbooks", { name: "Company", userId: null });
    expect(await view()).toMatchObject({ wasConnected: true });
  });

  it("says whether the state is of this start", async () => {
    const { view } = await setUp();
    expect([(await view(false))?.isKnown, (await view(true))?.isKnown]).toEqual([false, true]);
  });

  it("tells the month's reads by day, what is expected, and what to know of it", async () => {
    const { clock, ledger, view } = await setUp();
    const read = (day: string, calls: number) =>
      ledger.transaction((tx) => addCalls(tx, "t", "1", day, "read", calls));
    await read("2026-01", 3);
    await read("2026-01-05", 7);
    expect((await view())?.budget).toMatchObject({
      meteredThisMonth: 10,
      meteredPerMonth: 1_000,
      expectedBy: "average",
      state: "ample",
      message: null,
      endsAt: "2026-02-01T00:00:00Z",
    });
    await clock.advance(DAY);
    await read("2026-01-06", 800);
    const budget = (await view())?.budget;
    expect(budget).toMatchObject({ meteredThisMonth: 810, state: "short" });
    expect(budget?.days.slice(-2)).toEqual([
      { day: "2026-01-05", metered: 7 },
      { day: "2026-01-06", metered: 800 },
    ]);
    expect(budget?.message).toContain("810 of the month's 1,000 metered reads are used");
  });

  it("tells how often the company is swept, and why", async () => {
    const { view } = await setUp();
    expect((await view())?.sweep).toEqual({
      everySeconds: 900,
      why: "webhooks tell every change",
      lastAt: null,
    });
  });

  it("tells no end of a permission before one is known", async () => {
    const { look } = await setUp();
    expect(await look()).toBeNull();
  });

  it("tells the 100 days only when a service that stood still comes near them", async () => {
    const { clock, doors, look } = await setUp();
    await storeTokens(doors, tokens(100, 1_825));
    expect(await look()).toMatchObject({ why: "final", isNear: false });
    await clock.advance(71 * DAY);
    expect(await look()).toMatchObject({ why: "unused", isNear: true });
    await storeTokens(doors, tokens(100, 1_754));
    expect(await look()).toMatchObject({ isNear: false });
  });

  it("tells the five years' end 90 days before, until somebody connects again", async () => {
    const { doors, look } = await setUp();
    await storeTokens(doors, tokens(100, 89));
    expect(await look()).toMatchObject({ why: "final", isNear: true });
    await storeTokens(doors, tokens(100, 1_825));
    expect(await look()).toMatchObject({ isNear: false });
  });
});
