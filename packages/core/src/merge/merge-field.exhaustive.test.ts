import { describe, expect, it } from "vitest";
import { agree } from "../mapping/canonical.ts";
import {
  CONFLICT_POLICIES,
  type ConflictPolicy,
  type Direction,
  type FieldRule,
} from "../mapping/mapping.ts";
import { flowsTo } from "../mapping/mapping.ts";
import type { FieldValue } from "../records/image.ts";
import { isoSeconds } from "../ports/clock.ts";
import type { Edit } from "../records/observation.ts";
import { otherSystem, type SystemName } from "../records/record-ref.ts";
import {
  type FieldState,
  type FieldVerdict,
  forceField,
  mergeField,
  type OpenEntry,
} from "./merge-field.ts";
import { type EditPair, NEWEST_TOLERANCE_MS, newestOf } from "./newest.ts";

const VALUES: readonly FieldValue[] = [null, "a", "b", "c"];
const ENTRIES: readonly OpenEntry[] = ["none", "undecided", "salesforce", "quickbooks"];
const DIRECTIONS: readonly Direction[] = ["both", "toSalesforce", "toQuickbooks"];
/** The edits of Salesforce's value and of QuickBooks', seconds apart; null: not known. */
const TIMES: readonly (readonly [number | null, number | null])[] = [
  [0, 0],
  [0, 10],
  [10, 0],
  [0, 11],
  [11, 0],
  [null, 60],
  [60, null],
  [null, null],
];
const [SAME_TIME = [0, 0]] = TIMES;
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

const edit = (second: number | null): Edit | null =>
  second === null ? null : { at: isoSeconds(Date.UTC(2026, 5, 15, 15) + second * 1000), by: "Ada" };

/** Times matter to `newest` alone, so the others see one of them. */
const timesFor = (policy: ConflictPolicy) => (policy === "newest" ? TIMES : [SAME_TIME]);

function* everyState(): Generator<FieldState> {
  for (const direction of DIRECTIONS)
    for (const policy of CONFLICT_POLICIES)
      for (const [atSalesforce, atQuickbooks] of timesFor(policy)) {
        const edits = { salesforce: edit(atSalesforce), quickbooks: edit(atQuickbooks) };
        yield* everyValue(rule(direction, policy), edits);
      }
}

function* everyValue(rules: FieldRule, edits: EditPair): Generator<FieldState> {
  for (const entry of ENTRIES)
    for (const baseSalesforce of VALUES)
      for (const baseQuickbooks of VALUES)
        for (const salesforce of VALUES)
          for (const quickbooks of VALUES)
            yield {
              rule: rules,
              entry,
              base: { salesforce: baseSalesforce, quickbooks: baseQuickbooks },
              seen: { salesforce, quickbooks },
              edits,
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

/** Both systems changed a field that flows both ways, each to a value of its own. */
function isTrueConflict({ rule: { direction, kind }, base, seen }: FieldState): boolean {
  return (
    direction === "both" &&
    SYSTEMS.every((system) => seen[system] !== base[system]) &&
    !agree(kind, seen.salesforce, seen.quickbooks)
  );
}

const swap = <T>(pair: Readonly<Record<SystemName, T>>): Record<SystemName, T> => ({
  salesforce: pair.quickbooks,
  quickbooks: pair.salesforce,
});

function swappedName<T extends string>(name: T | SystemName): T | SystemName {
  if (name === "salesforce") return "quickbooks";
  return name === "quickbooks" ? "salesforce" : name;
}

function swapped({ rule: held, base, seen, entry, edits }: FieldState): FieldState {
  const direction = { both: "both", toSalesforce: "toQuickbooks", toQuickbooks: "toSalesforce" };
  return {
    rule: rule(direction[held.direction] as Direction, swappedName(held.policy)),
    base: swap(base),
    seen: swap(seen),
    entry: swappedName(entry),
    edits: swap(edits),
  };
}

function swappedVerdict(verdict: FieldVerdict): FieldVerdict {
  return verdict.kind === "copy" ? { ...verdict, to: otherSystem(verdict.to) } : verdict;
}

describe("newestOf", () => {
  it("takes a time that is none, or none at all, for unknown", () => {
    const known = { at: "2026-06-15T15:00:00Z", by: null };
    for (const at of [null, "", "yesterday"]) {
      const edits: EditPair = { salesforce: { at, by: "Ada" }, quickbooks: known };
      expect(newestOf(edits)).toBe("timeUnknown");
      expect(newestOf(swap(edits))).toBe("timeUnknown");
    }
    expect(newestOf({ salesforce: null, quickbooks: known })).toBe("timeUnknown");
  });
});

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

  it("lets the policy decide a true conflict, and asks where newest cannot tell (I6)", () => {
    for (const state of everyState()) {
      if (state.entry !== "none" || !isTrueConflict(state)) continue;
      const { policy } = state.rule;
      const [salesforce = 0, quickbooks = 0] = SYSTEMS.map((system) =>
        Date.parse(state.edits[system]?.at ?? ""),
      );
      const isKnown = !Number.isNaN(salesforce + quickbooks);
      const isApart = Math.abs(salesforce - quickbooks) > NEWEST_TOLERANCE_MS;
      const later: SystemName = salesforce > quickbooks ? "salesforce" : "quickbooks";
      const reason = isKnown ? "sameTime" : "timeUnknown";
      const winner = policy === "newest" ? (isKnown && isApart ? later : null) : policy;
      if (winner === null || winner === "ask") {
        const why = policy === "ask" ? "asked" : reason;
        expect(mergeField(state)).toEqual({ kind: "conflict", reason: why });
        continue;
      }
      expect(mergeField(state)).toEqual({
        kind: "copy",
        to: otherSystem(winner),
        value: state.seen[winner],
        because: "policy",
        replacesEdit: true,
      });
    }
  });

  it("takes no look at times unless both systems changed the field and newest is to win", () => {
    for (const state of everyState()) {
      if (state.rule.policy === "newest" && state.entry === "none" && isTrueConflict(state))
        continue;
      if (state.edits.salesforce === null || state.edits.quickbooks === null) continue;
      const verdict = mergeField(state);
      for (const edits of [
        { salesforce: edit(0), quickbooks: edit(60) },
        { salesforce: edit(60), quickbooks: edit(0) },
      ]) {
        expect(mergeField({ ...state, edits })).toEqual(verdict);
      }
    }
  });

  it("treats the two systems alike: with sides swapped, the verdict is swapped", () => {
    for (const state of everyState()) {
      expect(mergeField(swapped(state))).toEqual(swappedVerdict(mergeField(state)));
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
