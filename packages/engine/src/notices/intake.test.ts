import { describe, expect, it } from "vitest";
import { listDue } from "@accord-sync/ledger/inbox.ts";
import { readTally } from "@accord-sync/ledger/tally.ts";
import { testContext } from "../testing/test-context.ts";
import { receiveWebhooks } from "./intake.ts";

const updated = {
  realmId: "c",
  type: "Customer",
  id: "58",
  operation: "updated",
  time: "2026-01-05T09:00:00Z",
} as const;

async function idsAfter(...notices: Parameters<typeof receiveWebhooks>[1]) {
  const context = await testContext();
  await receiveWebhooks(context, notices);
  const { db } = context.ledger;
  const due = await listDue(db, "t", "2100-01-01T00:00:00Z", 10);
  const tally = await readTally(db, "t", "c");
  return { ids: due.map(({ ref }) => ref.id).toSorted(), tally };
}

describe("the intake of webhooks", () => {
  it("looks at both records of a merge: the one that stays and the one that went into it", async () => {
    const merged = { ...updated, operation: "merged", deletedId: "27" } as const;
    const { ids, tally } = await idsAfter(merged);
    expect(ids).toEqual(["27", "58"]);
    expect(tally.received).toBe(2);
  });

  it("counts what comes twice, of another company, or about nothing that is mapped", async () => {
    const { ids, tally } = await idsAfter(
      { ...updated, deletedId: null },
      updated,
      { ...updated, deletedId: "58" },
      { ...updated, realmId: "another" },
      { ...updated, type: "Hologram", deletedId: "1" },
    );
    expect(ids).toEqual(["58"]);
    expect(tally).toMatchObject({ received: 5, coalesced: 2, outOfScope: 2 });
  });
});
