import { describe, expect } from "vitest";
import { SCOPE, TENANT } from "../test/samples.ts";
import { holds } from "../test/scratch.ts";
import { readCursor, saveCursor } from "./cursors.ts";
import { isRealTime, readPolicies, setPolicy, setRealTime } from "./mapping-settings.ts";
import { addCalls, readMetered } from "./metering.ts";
import { addTally, readTally } from "./tally.ts";
import { useOnce } from "./used-tokens.ts";

describe("the tally", () => {
  holds("adds up per outcome over the accounts of a tenant (I12)", async ({ db }) => {
    await addTally(db, TENANT, "co1", "received", 3);
    await addTally(db, TENANT, "co1", "received", 1);
    await addTally(db, TENANT, "org1", "received", 2);
    await addTally(db, TENANT, "co1", "echo", 5);
    await addTally(db, "t2", "co1", "echo", 7);
    expect(await readTally(db, TENANT)).toEqual({
      received: 6,
      coalesced: 0,
      reconciled: 0,
      echo: 5,
      outOfScope: 0,
      held: 0,
      parked: 0,
      refused: 0,
    });
    expect(await readTally(db, TENANT, "org1")).toMatchObject({ received: 2, echo: 0 });
  });
});

describe("metering", () => {
  holds("adds up reads and batches per account and day", async ({ db }) => {
    await addCalls(db, TENANT, "co1", "2026-11-22", "read", 2);
    await addCalls(db, TENANT, "co1", "2026-11-22", "read", 3);
    await addCalls(db, TENANT, "co1", "2026-11-22", "batch", 4);
    await addCalls(db, TENANT, "co1", "2026-11-22", "write", 50);
    await addCalls(db, TENANT, "co1", "2026-11-23", "read", 1);
    await addCalls(db, TENANT, "co1", "2026-10-31", "read", 9);
    await addCalls(db, TENANT, "co2", "2026-11-22", "read", 9);
    const metered = await readMetered(db, TENANT, "co1", "2026-11-01");
    expect([...metered]).toEqual([
      ["2026-11-22", 9],
      ["2026-11-23", 1],
    ]);
  });

  holds("still holds what was counted by month", async ({ db }) => {
    await addCalls(db, TENANT, "co1", "2026-11", "read", 7);
    await addCalls(db, TENANT, "co1", "2026-11-23", "read", 1);
    expect([...(await readMetered(db, TENANT, "co1", "2026-11-01"))]).toEqual([
      ["2026-11", 7],
      ["2026-11-23", 1],
    ]);
  });
});

describe("cursors", () => {
  holds("are null before the first page and then the last saved", async ({ db }) => {
    expect(await readCursor(db, TENANT, "co1", "cdc")).toBeNull();
    await saveCursor(db, TENANT, "co1", "cdc", "a");
    await saveCursor(db, TENANT, "co1", "cdc", "b");
    await saveCursor(db, TENANT, "co1", "other", "c");
    expect(await readCursor(db, TENANT, "co1", "cdc")).toBe("b");
    expect(await readCursor(db, TENANT, "co2", "cdc")).toBeNull();
  });

  holds("move with the page they stand for, or not at all (I10)", async (ledger) => {
    await saveCursor(ledger.db, TENANT, "co1", "cdc", "a");
    const page = ledger.transaction(async (tx) => {
      await saveCursor(tx, TENANT, "co1", "cdc", "b");
      throw new Error("the page could not be stored");
    });
    await expect(page).rejects.toThrow("could not be stored");
    expect(await readCursor(ledger.db, TENANT, "co1", "cdc")).toBe("a");
  });
});

describe("real time", () => {
  holds("is on until it is switched off, per scope", async ({ db }) => {
    expect(await isRealTime(db, SCOPE)).toBe(true);
    await setRealTime(db, SCOPE, false);
    expect(await isRealTime(db, SCOPE)).toBe(false);
    expect(await isRealTime(db, { ...SCOPE, mapping: "item" })).toBe(true);
    await setRealTime(db, SCOPE, true);
    expect(await isRealTime(db, SCOPE)).toBe(true);
  });
});

describe("conflict policies", () => {
  holds("are kept by field and scope, the last one set", async ({ db }) => {
    expect(await readPolicies(db, SCOPE)).toEqual({});
    await setPolicy(db, SCOPE, { field: "phone", policy: "newest" });
    await setPolicy(db, SCOPE, { field: "name", policy: "salesforce" });
    await setPolicy(db, SCOPE, { field: "phone", policy: "quickbooks" });
    expect(await readPolicies(db, SCOPE)).toEqual({ phone: "quickbooks", name: "salesforce" });
    expect(await readPolicies(db, { ...SCOPE, mapping: "item" })).toEqual({});
  });
});

describe("a token", () => {
  const now = "2026-03-02T09:00:00Z";
  const expiry = "2026-03-02T09:05:00Z";

  holds("is good for one use per issuer", async ({ db }) => {
    expect(await useOnce(db, "org1", "t", expiry, now)).toBe(true);
    expect(await useOnce(db, "org1", "t", expiry, now)).toBe(false);
    expect(await useOnce(db, "org2", "t", expiry, now)).toBe(true);
  });

  holds("is forgotten when it has expired, others are not", async ({ db }) => {
    await useOnce(db, "org1", "old", expiry, now);
    await useOnce(db, "org1", "young", "2026-03-02T09:06:00Z", now);
    await useOnce(db, "org1", "next", "2026-03-02T09:09:00Z", expiry);
    const rows = await db.selectFrom("usedTokens").select("jti").orderBy("jti").execute();
    expect(rows.map((row) => row.jti)).toEqual(["next", "young"]);
  });
});
