import { describe, expect, it } from "vitest";
import { DELETE_POLICIES, type Removal } from "../mapping/removal.ts";
import {
  DELETE_GUARD,
  isFarMore,
  judgeDeletion,
  judgeRemoval,
  type SeenDeletion,
  type SurvivorState,
} from "./judge-deletion.ts";

const SURVIVORS: readonly SurvivorState[] = ["none", "free", "linked", "keptApart"];
const POSSIBLE: readonly (readonly Removal[])[] = [[], ["deactivate"], ["delete", "void"]];

function* everyDeletion(): Generator<SeenDeletion> {
  for (const policy of DELETE_POLICIES)
    for (const removals of POSSIBLE)
      for (const survivor of SURVIVORS)
        for (const isDeletable of [true, false])
          for (const isProven of [true, false])
            yield { policy, removals, survivor, isDeletable, isProven };
}

describe("judgeDeletion", () => {
  it("removes only what the policy names and the system can, after a proven deletion (I15)", () => {
    let removed = 0;
    for (const seen of everyDeletion()) {
      const verdict = judgeDeletion(seen);
      if (verdict.kind !== "remove") continue;
      removed += 1;
      expect(verdict.how).toBe(seen.policy);
      expect(seen.removals).toContain(verdict.how);
      expect(seen).toMatchObject({ survivor: "none", isDeletable: true, isProven: true });
    }
    // One for each policy that is possible somewhere.
    expect(removed).toBe(3);
  });

  it("moves a link to a record that is free, whatever the policy, and to no other", () => {
    for (const seen of everyDeletion()) {
      expect(judgeDeletion(seen).kind === "move").toBe(seen.survivor === "free");
    }
  });

  it("asks by default, whatever was seen", () => {
    for (const seen of everyDeletion()) {
      if (seen.policy !== "hold" || seen.survivor === "free") continue;
      expect(judgeDeletion(seen)).toMatchObject({ kind: "hold" });
    }
  });

  it("never takes a list record that is gone for deleted", () => {
    for (const seen of everyDeletion()) {
      if (seen.isDeletable || seen.survivor !== "none") continue;
      expect(judgeDeletion(seen)).toEqual({ kind: "hold", reason: "survivorUnknown" });
    }
  });
});

describe("judgeRemoval", () => {
  it.each([
    [false, false, null],
    [true, false, "changed"],
    [false, true, "many"],
    [true, true, "many"],
  ] as const)("changed %s, over the guard %s: %s", (isChanged, isOverGuard, expected) => {
    expect(judgeRemoval({ isChanged, isOverGuard })).toBe(expected);
  });
});

describe("the guard", () => {
  it.each([
    [10, 20, false],
    [11, 20, true],
    [11, 219, true],
    [11, 220, false],
    [51, 1_000, true],
    [50, 1_000, false],
  ])("%i of %i links is far more than usual: %s", (count, links, expected) => {
    expect(isFarMore(DELETE_GUARD, count, links)).toBe(expected);
  });
});
