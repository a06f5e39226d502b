import { describe, expect, it } from "vitest";
import { agree } from "../mapping/canonical.ts";
import type { ConflictPolicy, Direction, FieldRule } from "../mapping/mapping.ts";
import { flowsTo } from "../mapping/mapping.ts";
import type { FieldValue } from "../records/image.ts";
import { otherSystem, type SystemName } from "../records/record-ref.ts";
import { type FieldState, forceField, mergeField, type OpenEntry } from "./merge-field.ts";

const VALUES: readonly FieldValue[] = [null, "a", "b", "c"];
const ENTRIES: readonly OpenEntry[] = ["none", "undecided", "salesforce", "quickbooks"];
const DIRECTIONS: readonly Direction[] = ["both", "toSalesforce", "toQuickbooks"];
const POLICIES: readonly ConflictPolicy[] = ["ask", "salesforce", "quickbooks"];
const SYSTEMS: readonly SystemName[] = ["salesforce", "quickbooks"];

const rule = (direction: Direction, policy: ConflictPolicy): FieldRule => ({
  name: "field",
  label: "Field",
  salesforce: "Field__c",
  quickbooks: "Field",
  kind: "text",
  direction,
  policy,
  when: "always",
});

function* everyState(): Generator<FieldState> {
  for (const direction of DIRECTIONS)
    for (const policy of POLICIES)
      for (const entry of ENTRIES)
        for (const baseSalesforce of VALUES)
          for (const baseQuickbooks of VALUES)
            for (const salesforce of VALUES)
              for (const quickbooks of VALUES)
                yield {
                  rule: rule(direction, policy),
                  entry,
                  base: { salesforce: baseSalesforce, quickbooks: baseQuickbooks },
                  seen: { salesforce, quickbooks },
                };
}

/** The state after the verdict was carried out perfectly. */
function carryOut(state: FieldState, verdict: ReturnType<typeof mergeField>): FieldState {
  if (verdict.kind === "copy") {
    const seen = { ...state.seen, [verdict.to]: verdict.value };
    return { ...state, seen, base: seen, entry: "none" };
  }
  if (verdict.kind === "conflict") return { ...state, entry: "undecided" };
  if (verdict.kind === "parked") return state;
  return { ...state, base: state.seen, entry: verdict.kind === "agreed" ? "none" : state.entry };
}

describe("mergeField, over every small case", () => {
  it("never writes against the mapping's direction", () => {
    for (const state of everyState()) {
      const verdict = mergeField(state);
      if (verdict.kind === "copy") expect(flowsTo(state.rule, verdict.to)).toBe(true);
    }
  });

  it("never replaces a value that changed since the base without recording it or being told to", () => {
    for (const state of everyState()) {
      const verdict = mergeField(state);
      if (verdict.kind !== "copy" || verdict.because === "decided") continue;
      const targetChanged = state.seen[verdict.to] !== state.base[verdict.to];
      if (targetChanged) expect(verdict.replacesEdit).toBe(true);
    }
  });

  it("copies a lone change and leaves what nobody changed", () => {
    for (const state of everyState()) {
      if (state.entry !== "none" || state.rule.direction !== "both") continue;
      const changed = SYSTEMS.filter((system) => state.seen[system] !== state.base[system]);
      const verdict = mergeField(state);
      const [only] = changed;
      if (only === undefined) expect(verdict.kind).toBe("unchanged");
      if (
        changed.length === 1 &&
        only !== undefined &&
        state.seen.salesforce !== state.seen.quickbooks
      )
        expect(verdict).toMatchObject({
          kind: "copy",
          to: otherSystem(only),
          value: state.seen[only],
        });
    }
  });

  it("asks about every true conflict when the policy is to ask", () => {
    for (const state of everyState()) {
      if (state.entry !== "none" || state.rule.direction !== "both" || state.rule.policy !== "ask")
        continue;
      const bothChanged = SYSTEMS.every((system) => state.seen[system] !== state.base[system]);
      const isConflict =
        bothChanged && !agree("text", state.seen.salesforce, state.seen.quickbooks);
      expect(mergeField(state).kind === "conflict").toBe(isConflict);
    }
  });

  it("reaches a fixpoint: once carried out there is nothing more to do", () => {
    for (const state of everyState()) {
      const after = mergeField(carryOut(state, mergeField(state)));
      expect(["unchanged", "agreed", "parked"]).toContain(after.kind);
    }
  });

  it("parks a field with an open entry until a person decides or the values agree", () => {
    for (const state of everyState()) {
      if (state.entry !== "undecided") continue;
      const isAgreed = agree("text", state.seen.salesforce, state.seen.quickbooks);
      expect(mergeField(state).kind).toBe(isAgreed ? "agreed" : "parked");
    }
  });
});

describe("forceField, over every small case", () => {
  it("lets the source win in every field of its direction and records each edit that it replaces", () => {
    for (const state of everyState()) {
      for (const source of SYSTEMS) {
        const to = otherSystem(source);
        const verdict = forceField(state, source);
        if (!flowsTo(state.rule, to)) {
          expect(verdict).toEqual(mergeField(state));
          continue;
        }
        expect(verdict).toMatchObject({ kind: "copy", to, value: state.seen[source] });
        const losesEdit =
          state.entry === "none" &&
          state.seen[to] !== state.base[to] &&
          state.seen[to] !== state.seen[source];
        expect(verdict.kind === "copy" && verdict.replacesEdit).toBe(losesEdit);
      }
    }
  });
});
