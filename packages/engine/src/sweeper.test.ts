import { describe, expect, it } from "vitest";
import { succeed } from "@accord-sync/core/records/result.ts";
import { readCursor, saveCursor } from "@accord-sync/ledger/cursors.ts";
import { SWEEP_FEED } from "./feeds.ts";
import { sweep } from "./sweeper.ts";
import { testContext } from "./testing/test-context.ts";

describe("a sweep that an overflow sends back while it is under way", () => {
  it("keeps the earlier position, and goes on from there at once", async () => {
    const base = await testContext();
    const { ledger } = base;
    const keep = (value: string) =>
      ledger.transaction((tx) => saveCursor(tx, "t", "o", SWEEP_FEED, value));
    const asked: (string | null)[] = [];
    const salesforce = {
      ...base.salesforce,
      accountId: "o",
      sweep: async (_mappings: unknown, cursor: string | null) => {
        asked.push(cursor);
        if (asked.length === 1) await keep("an hour before");
        return succeed({ changes: [], cursor: `behind ${cursor}`, isFull: false });
      },
    };
    await keep("the tip");
    expect(await sweep({ ...base, salesforce }, "salesforce")).toBeNull();
    expect(asked).toEqual(["the tip", "an hour before"]);
    expect(await readCursor(ledger.db, "t", "o", SWEEP_FEED)).toBe("behind an hour before");
  });
});
