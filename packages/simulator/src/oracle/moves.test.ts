import { describe, expect, it } from "vitest";
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { EndedLink } from "../reports.ts";
import { linksThatMoved, type MoveFacts } from "./moves.ts";

const AT = "2026-06-15T15:01:00Z";
const LATER = "2026-06-15T15:01:01Z";

const link = (id: string, salesforce: string, quickbooks: string): EndedLink => ({
  id,
  mapping: "customer-account",
  salesforce,
  quickbooks,
  endedAt: AT,
});

const ref = (system: SystemName, id: string) => ({ system, type: "any", id });

/** A move by which `a` and `3` are linked: in QuickBooks `1` went into `2`, and `2` into `3`. */
function facts(endedLinks: readonly EndedLink[], at = AT): MoveFacts {
  const merges = new Set(["1 2", "1 3", "2 3"]);
  const salesforceRef = ref("salesforce", "a");
  const quickbooksRef = ref("quickbooks", "3");
  const move = { action: "move", mapping: "customer-account", at, salesforceRef, quickbooksRef };
  return {
    journal: {
      wentInto: (loser, survivor) => merges.has(`${loser} ${survivor}`),
      wasRemovedBy: (id) => id === "gone",
    },
    reports: { endedLinks, log: [move] },
  };
}

const told = (links: readonly EndedLink[], at?: string) => [...linksThatMoved(facts(links, at))];

describe("links that ended because a record was merged", () => {
  it("are the moved one, also by way of others, and the survivor's that rested", () => {
    expect(told([link("7", "a", "2")])).toEqual(["7"]);
    expect(told([link("7", "a", "1"), link("8", "gone", "3")])).toEqual(["7", "8"]);
  });

  it.each([
    ["one of the same counterpart whose record was not merged", link("7", "a", "4")],
    ["one of the record that was merged and another counterpart", link("7", "b", "2")],
    ["one of the new link's own records", link("7", "a", "3")],
    ["the survivor's alone, without one that moved", link("8", "gone", "3")],
    ["one of another mapping", { ...link("7", "a", "2"), mapping: "item-product" }],
  ])("are not %s", (_, ended) => {
    expect(told([ended])).toEqual([]);
  });

  it("are none that ended at another time, and not two", () => {
    expect(told([link("7", "a", "2")], LATER)).toEqual([]);
    expect(told([link("7", "a", "2"), link("9", "a", "1")])).toEqual(["7"]);
    expect(told([link("7", "a", "2"), link("8", "b", "3")])).toEqual(["7"]);
  });
});
