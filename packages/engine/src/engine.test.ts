import { describe, expect, it } from "vitest";
import { openLedger } from "@accord-sync/ledger/ledger.ts";
import { ensureConnections } from "./engine.ts";
import { VirtualClock } from "./testing/virtual-clock.ts";

const DEMO = { tenant: "main", org: "00D000000000001EAA", company: "9341452700000001" };

describe("ensureConnections", () => {
  it("keeps the moment of connection over every later start", async () => {
    const ledger = await openLedger({ file: ":memory:" });
    const clock = new VirtualClock();
    await ensureConnections(ledger, clock, DEMO);
    const before = await ledger.db.selectFrom("connections").select("connectedAt").execute();
    await clock.advance(60_000);
    await ensureConnections(ledger, clock, DEMO);
    expect(await ledger.db.selectFrom("connections").select("connectedAt").execute()).toEqual(
      before,
    );
    await ledger.close();
  });

  it.each([
    ["org", { ...DEMO, org: "00D000000000009EAA" }],
    ["company", { ...DEMO, company: "1234567890" }],
  ])("refuses a ledger that belongs to another %s", async (_case, scope) => {
    const ledger = await openLedger({ file: ":memory:" });
    const clock = new VirtualClock();
    await ensureConnections(ledger, clock, DEMO);
    await expect(ensureConnections(ledger, clock, scope)).rejects.toMatchObject({
      error: { code: "DATA_FOLDER_OF_OTHER_ACCOUNTS" },
    });
    await ledger.close();
  });
});
