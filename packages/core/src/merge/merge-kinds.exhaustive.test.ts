import { describe, expect, it } from "vitest";
import { agree, isSameStored } from "../mapping/canonical.ts";
import {
  CONFLICT_POLICIES,
  type Direction,
  type FieldRule,
  flowsTo,
  type ValueKind,
} from "../mapping/mapping.ts";
import type { FieldValue } from "../records/image.ts";
import { otherSystem, type SystemName } from "../records/record-ref.ts";
import { type FieldState, forceField, mergeField, type OpenEntry } from "./merge-field.ts";
import type { EditPair } from "./newest.ts";

/**
 * Base x Salesforce x QuickBooks x entry x direction x policy for every kind of value: what two writings of
 * the same value, amounts that are none, and switches add to the cases of a plain text.
 */

/** Nothing, a value, the same in another writing where the kind knows one, and another value. */
const VALUES: Readonly<Record<ValueKind, readonly FieldValue[]>> = {
  text: [null, "by the yard", "by  the yard", "by the hour"],
  multiline: [null, "1 Quay\nAlameda", "1 Quay \n Alameda", "2 Quay"],
  email: [null, "pier@quay.example", "Pier@Quay.example", "bo@quay.example"],
  phone: [null, "(415) 555-0101", "415-555-0101", "415-555-0102"],
  url: [null, "http://Quay.example", "quay.example", "pier.example"],
  boolean: [null, true, false],
  money: [null, "0", "10", "10.00", "12.5"],
  number: [null, "0", "10", "10.0"],
  reference: [null, "71", "72"],
  rows: [null, "[1]", "[2]"],
};
const KINDS = Object.keys(VALUES) as ValueKind[];
const DIRECTIONS: readonly Direction[] = ["both", "toSalesforce", "toQuickbooks"];
const ENTRIES: readonly OpenEntry[] = ["none", "undecided", "salesforce", "quickbooks"];
const SYSTEMS: readonly SystemName[] = ["salesforce", "quickbooks"];
/** Salesforce's is clearly the later one. */
const EDITS: EditPair = {
  salesforce: { at: "2026-06-15T15:01:00Z", by: "Ada Admin" },
  quickbooks: { at: "2026-06-15T15:00:00Z", by: null },
};

function* everyState(kind: ValueKind): Generator<FieldState> {
  const values = VALUES[kind];
  for (const direction of DIRECTIONS)
    for (const policy of CONFLICT_POLICIES) {
      const rule: FieldRule = {
        name: "field",
        label: "Field",
        salesforce: "Field__c",
        quickbooks: "Field",
        kind,
        direction,
        policy,
        when: "always",
      };
      for (const entry of ENTRIES)
        for (const base of pairsOf(values))
          for (const seen of pairsOf(values)) yield { rule, entry, base, seen, edits: EDITS };
    }
}

function* pairsOf(values: readonly FieldValue[]): Generator<Record<SystemName, FieldValue>> {
  for (const salesforce of values)
    for (const quickbooks of values) yield { salesforce, quickbooks };
}

const hasChanged = ({ rule, base, seen }: FieldState, system: SystemName): boolean =>
  !isSameStored(rule.kind, seen[system], base[system]);

/** An amount that was there is none any more, and the other system has one. */
const isAmountGone = ({ rule, base, seen }: FieldState): boolean =>
  rule.kind === "money" &&
  SYSTEMS.some(
    (system) =>
      seen[system] === null && base[system] !== null && seen[otherSystem(system)] !== null,
  );

/** Each check of all states; the first that fails is named whole. */
function forEvery(kind: ValueKind, holds: (state: FieldState) => boolean): void {
  for (const state of everyState(kind)) {
    if (!holds(state)) expect.fail(JSON.stringify({ state, verdict: mergeField(state) }));
  }
}

describe.each(KINDS)("a field of the kind %s", (kind) => {
  it("is written only where it flows, and never over an edit that is not recorded or decided on", () => {
    forEvery(kind, (state) => {
      const verdict = mergeField(state);
      if (verdict.kind !== "copy") return true;
      const isSafe =
        !hasChanged(state, verdict.to) || verdict.replacesEdit || verdict.because === "decided";
      return flowsTo(state.rule, verdict.to) && isSafe;
    });
  });

  it("goes by its policy when both systems changed it, and asks where an amount is gone (I22)", () => {
    forEvery(kind, (state) => {
      const { rule, seen, entry } = state;
      const isBoth = SYSTEMS.every((system) => hasChanged(state, system));
      if (entry !== "none" || rule.direction !== "both" || !isBoth) return true;
      const verdict = mergeField(state);
      if (agree(kind, seen.salesforce, seen.quickbooks)) return verdict.kind === "agreed";
      if (isAmountGone(state))
        return verdict.kind === "conflict" && verdict.reason === "amountGone";
      if (rule.policy === "ask") return verdict.kind === "conflict" && verdict.reason === "asked";
      const winner = rule.policy === "newest" ? "salesforce" : rule.policy;
      return (
        verdict.kind === "copy" &&
        verdict.because === "policy" &&
        verdict.to === otherSystem(winner) &&
        verdict.value === seen[winner]
      );
    });
  });

  it("asks nobody about two writings of one value", () => {
    forEvery(kind, (state) => {
      const { salesforce, quickbooks } = state.seen;
      if (!agree(kind, salesforce, quickbooks)) return true;
      return !["conflict", "parked"].includes(mergeField(state).kind);
    });
  });

  it("is at rest once its verdict is carried out", () => {
    forEvery(kind, (state) => {
      const verdict = mergeField(state);
      if (verdict.kind === "conflict" || verdict.kind === "parked") return true;
      const seen =
        verdict.kind === "copy" ? { ...state.seen, [verdict.to]: verdict.value } : state.seen;
      const isOver = verdict.kind !== "unchanged";
      const after = mergeField({
        ...state,
        seen,
        base: seen,
        entry: isOver ? "none" : state.entry,
      });
      return after.kind === "unchanged" || after.kind === "agreed";
    });
  });

  it("loses no amount to nothing, but by a person's decision or the source of a one-way field", () => {
    forEvery(kind, (state) => {
      const verdicts = [mergeField(state), ...SYSTEMS.map((system) => forceField(state, system))];
      return verdicts.every(
        (verdict) =>
          kind !== "money" ||
          verdict.kind !== "copy" ||
          verdict.value !== null ||
          state.seen[verdict.to] === null ||
          verdict.because === "decided" ||
          state.rule.direction !== "both",
      );
    });
  });
});
