import { describe, expect, it } from "vitest";
import type { ManyRecords } from "@accord-sync/core/ports/many-records.ts";
import type { ItemCount } from "@accord-sync/ledger/backfill-items.ts";
import type { PlanBackfillRequest } from "../backfill-api.ts";
import { testContext } from "../testing/test-context.ts";
import { foreseeCost } from "./foresee-cost.ts";

const REQUEST: PlanBackfillRequest = {
  objects: [
    { mapping: "customer-account", direction: "both" },
    { mapping: "item-product", direction: "both" },
  ],
  linkFrom: 80,
  differing: "ask",
  includeInactive: false,
  actor: "Ada",
};

const items = (
  mapping: string,
  [action, target, state]: readonly [ItemCount["action"], ItemCount["target"], ItemCount["state"]],
  count: number,
): ItemCount => ({ mapping, action, target, state, count, hasRefusals: false });

/** An org that takes a request for each Account, and two for each Product2. */
const choose: ManyRecords["choose"] = ({ id }, writes) => ({
  form: "collections",
  calls: id === "item-product" ? 2 * writes : writes,
  reason: "",
});

const costOf = async (...counts: readonly ItemCount[]) => {
  const context = await testContext();
  const { salesforce } = context;
  const many = { ...salesforce.many, choose };
  return foreseeCost({ ...context, salesforce: { ...salesforce, many } }, REQUEST, counts);
};

const NEW_IN_SALESFORCE = ["create", "salesforce", "planned"] as const;
const NEW_IN_QUICKBOOKS = ["create", "quickbooks", "planned"] as const;

describe("the cost of a plan", () => {
  it("is nothing where nothing is planned", async () => {
    const { calls, minutes } = await costOf(
      items("customer-account", ["ask", null, "waiting"], 900),
      items("customer-account", ["skip", null, "skipped"], 900),
      items("customer-account", ["create", "salesforce", "done"], 900),
    );
    expect([calls, minutes]).toEqual([{ metered: 0, free: 0, salesforce: 0 }, 0]);
  });

  it("is what Salesforce takes for each page of ten thousand new records", async () => {
    const { calls } = await costOf(
      items("customer-account", NEW_IN_SALESFORCE, 20_001),
      items("item-product", NEW_IN_SALESFORCE, 3),
    );
    expect(calls).toEqual({ metered: 0, free: 0, salesforce: 10_000 + 10_000 + 1 + 2 * 3 });
  });

  it("is a free write for each record made in QuickBooks, and its mark in a request with 400", async () => {
    const { calls, minutes } = await costOf(items("customer-account", NEW_IN_QUICKBOOKS, 1_000));
    expect(calls).toEqual({ metered: 0, free: 1_000, salesforce: 3 });
    // Two minutes by QuickBooks' 500 a minute, and three requests of three seconds.
    expect(minutes).toBe(2.2);
  });

  it("is no call for a link but its mark, and one for what the ordinary sync brings in step", async () => {
    const { calls } = await costOf(
      items("customer-account", ["link", null, "planned"], 400),
      items("customer-account", ["update", null, "planned"], 7),
      items("customer-account", ["link", null, "unmarked"], 1),
    );
    expect(calls).toEqual({ metered: 0, free: 0, salesforce: 1 + 7 + 1 });
  });
});
