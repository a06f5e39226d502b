import { describe, expect, it } from "vitest";
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import { findConnection, insertConnection } from "@accord-sync/ledger/connections.ts";
import { openLedger } from "@accord-sync/ledger/ledger.ts";
import { ConnectionKeeper } from "./connection-keeper.ts";
import { VirtualClock } from "./testing/virtual-clock.ts";

const AT = "https://accord.example/connect/quickbooks";
const NOT_YET = operationalError("AUTH_NOT_CONNECTED", { system: "QuickBooks" });
const DOWN = operationalError("REMOTE_UNREACHABLE", { system: "QuickBooks" });

async function setUp() {
  const ledger = await openLedger({ file: ":memory:" });
  const row = { id: "quickbooks", tenant: "t", system: "quickbooks", accountId: "1" } as const;
  const at = "2026-01-05T09:00:00Z";
  const held = { name: "1", state: "connected", detail: null, settings: {}, userId: null } as const;
  await insertConnection(ledger.db, { ...row, ...held, connectedAt: at });
  const lines: (readonly [string, string, unknown])[] = [];
  const write = (level: string) => (message: string, fields?: object) =>
    void lines.push([level, message, fields]);
  const woken: string[] = [];
  const keeper = new ConnectionKeeper({
    ledger,
    clock: new VirtualClock(),
    log: { info: write("info"), warn: write("warn"), error: write("error") },
    tenant: "t",
    system: "quickbooks",
    accountId: "1",
    connectionId: "quickbooks",
    connectUrl: AT,
    onReleased: () => void woken.push("waiting work"),
    onAnswering: () => void woken.push("everything"),
  });
  const state = async () => (await findConnection(ledger.db, "quickbooks"))?.state;
  return { keeper, lines, state, woken };
}

describe("a connection after the start", () => {
  it("is not known until the system answered or refused", async () => {
    const { keeper, state } = await setUp();
    expect([keeper.isKnown, await state()]).toEqual([false, "connected"]);
    keeper.failed(NOT_YET);
    await keeper.settled();
    expect([keeper.isKnown, await state()]).toEqual([true, "needsReconnect"]);
  });

  it("wakes with its first answer what waited, and not what has just begun to look", async () => {
    const { keeper, woken } = await setUp();
    keeper.answered();
    keeper.answered();
    await keeper.settled();
    expect(woken).toEqual(["waiting work"]);
  });

  it.each([DOWN, NOT_YET])("wakes everything when it answers after $code", async (error) => {
    const { keeper, woken } = await setUp();
    keeper.failed(error);
    keeper.answered();
    await keeper.settled();
    expect(woken).toEqual(["waiting work", "everything"]);
  });

  it("is told of once in the log, with where to connect it, and again when that changes", async () => {
    const { keeper, lines } = await setUp();
    keeper.failed(NOT_YET);
    keeper.failed(NOT_YET);
    keeper.answered();
    keeper.answered();
    keeper.failed(DOWN);
    await keeper.settled();
    expect(lines).toEqual([
      [
        "warn",
        "QuickBooks must be connected",
        { account: "1", reason: "QuickBooks is not connected yet", at: AT },
      ],
      ["info", "QuickBooks is connected", { account: "1" }],
      [
        "warn",
        "QuickBooks does not do its work now",
        { account: "1", reason: "QuickBooks cannot be reached" },
      ],
    ]);
  });

  it("that works from the start is told of once too", async () => {
    const { keeper, lines } = await setUp();
    keeper.answered();
    keeper.answered();
    await keeper.settled();
    expect(lines).toEqual([["info", "QuickBooks is connected", { account: "1" }]]);
  });
});
