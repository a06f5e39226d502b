import { describe, expect, it } from "vitest";
import type { HeldDelete } from "../force-app/main/default/lwc/accordApi/types";
import { batchCards, heldCards } from "../force-app/main/default/lwc/accordHeldDeletes/cards";

const held = (changes: Partial<HeldDelete>): HeldDelete => ({
  id: "7",
  seenAt: "2026-11-23T10:20:30Z",
  mapping: "customer-account",
  name: "Cool Cars",
  system: "salesforce",
  reason: "policy",
  message: "The Salesforce account was deleted.",
  batch: null,
  deleted: { type: "Account", id: "001000000000001AAA" },
  counterpart: { type: "Customer", id: "3" },
  survivor: null,
  salesforce: { type: "Account", id: "001000000000001AAA", name: "Cool Cars" },
  choices: ["deactivate", "delete"],
  ...changes,
});

describe("held deletes", () => {
  it("say which record is gone, which is still there, and what can be done with it", () => {
    const [card] = heldCards([held({})]);
    expect(card?.records).toBe("Gone: Account 001000000000001AAA. Still there: Customer 3.");
    expect(card?.choices.map(({ label, variant }) => [label, variant])).toEqual([
      ["Make Inactive", "neutral"],
      ["Delete", "destructive-text"],
      ["Keep", undefined],
      ["Unlink", undefined],
    ]);
  });

  it("of a batch are one question, with their number and some of their names", () => {
    const many = Array.from({ length: 12 }, (_, index) =>
      held({ id: String(index), name: `Quay ${index}`, batch: "3" }),
    );
    expect(batchCards([...many, held({})])).toEqual([
      {
        id: "3",
        title: "12 records were deleted, far more than usual",
        sample: "Quay 0, Quay 1, Quay 2, Quay 3, Quay 4, …",
        choices: [
          { decision: "approve", label: "Make Inactive: 12" },
          { decision: "keep", label: "Keep All" },
        ],
      },
    ]);
  });

  it("that cannot be removed offer no removal", () => {
    const [card] = heldCards([held({ choices: [] })]);
    expect(card?.choices.map(({ decision }) => decision)).toEqual(["keep", "unlink"]);
  });
});
