import { describe, expect, it } from "vitest";
import type { HeldChanges, HeldRecord } from "../force-app/main/default/lwc/accordApi/types";
import { changeCards } from "../force-app/main/default/lwc/accordHeldChanges/cards";

const record = (id: string, by: string | null): HeldRecord => ({
  name: `Quay ${id}`,
  salesforce: { type: "Account", id },
  quickbooks: { type: "Customer", id },
  values: [{ field: "phone", label: "Phone", before: "1", after: null, by, at: null }],
});

const HELD: HeldChanges = {
  id: "4",
  mapping: "customer-account",
  system: "salesforce",
  kind: "losses",
  since: "2026-11-23T10:10:00Z",
  heldSince: "2026-11-23T10:20:30Z",
  written: 50,
  records: 1312,
  fields: [{ label: "Phone", records: 1312 }],
  people: [],
  examples: [record("7", "Ada")],
  title: "Far more account records than usual were emptied or made inactive in Salesforce",
  message: "",
};

describe("held changes", () => {
  it("say how many wait, which fields, by whom, and what is written over what", () => {
    const [card] = changeCards([HELD], {});
    expect(card).toMatchObject({
      waiting: "1,312",
      written: "50",
      fields: "Phone (1,312)",
      people: "not told",
      before: "QuickBooks",
      after: "Salesforce",
      choices: [
        { decision: "release", label: "Let Through: 1,312" },
        { decision: "aside" },
        { decision: "undo" },
      ],
      hasMore: true,
    });
    expect(card?.rows).toMatchObject([
      { name: "Quay 7", label: "Phone", before: "1", after: "—", by: "Ada" },
    ]);
  });

  it("show the records that were loaded, and of whom nothing is told", () => {
    const [card] = changeCards([{ ...HELD, records: 2 }], {
      "4": [record("7", "Ada"), record("8", null)],
    });
    expect(card?.rows.map(({ by }) => by)).toEqual(["Ada", "not told"]);
    expect(card?.hasMore).toBe(false);
  });
});
