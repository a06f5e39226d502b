/**
 * Three-way merge of one field.
 *
 * The base is a pair, one value per system as that system stored it: with a single base two systems
 * that normalise differently would rewrite each other for ever (F2). A field with an open entry is
 * parked both ways until a person decides, the values come to agree, or a forced run covers it.
 */
import { agree, isSameStored } from "../mapping/canonical.ts";
import { type FieldRule, flowsTo } from "../mapping/mapping.ts";
import type { Prerequisite } from "../mapping/references.ts";
import type { FieldValue } from "../records/image.ts";
import { otherSystem, type SystemName } from "../records/record-ref.ts";
import { type EditPair, newestOf } from "./newest.ts";

export type ValuePair = Readonly<Record<SystemName, FieldValue>>;

/** The state of the field's open entry: none, waiting for a person, or decided for one system. */
export type OpenEntry = "none" | "undecided" | SystemName;

export interface FieldState {
  readonly rule: FieldRule;
  readonly base: ValuePair;
  readonly seen: ValuePair;
  readonly entry: OpenEntry;
  /** When and by whom each system's value was written, as far as it is known. */
  readonly edits: EditPair;
}

/**
 * Why a person is asked about a true conflict: the policy says so, an amount is gone on one side, or
 * `newest` cannot tell which edit was later.
 */
export type AskReason = "asked" | "amountGone" | "sameTime" | "timeUnknown";

export type FieldVerdict =
  /** Neither system changed it. */
  | { readonly kind: "unchanged" }
  /** Both hold the same; an open entry closes. */
  | { readonly kind: "agreed" }
  | {
      readonly kind: "copy";
      readonly to: SystemName;
      readonly value: FieldValue;
      /** Why: a change flows, a person decided, a policy did, or a forced run covers the field. */
      readonly because: "changed" | "decided" | "policy" | "forced";
      /** True when a value that a person wrote there is replaced, which is always recorded (I3). */
      readonly replacesEdit: boolean;
    }
  /** Both changed it differently and a person must decide. */
  | { readonly kind: "conflict"; readonly reason: AskReason }
  /** An entry is open and undecided. */
  | { readonly kind: "parked" }
  /**
   * To be copied when these records are linked, and not written before; with none, never: the mapping leaves
   * out a value whose record is not linked. Only references are (`mapping/references.ts`).
   */
  | {
      readonly kind: "blocked";
      readonly to: SystemName;
      readonly needs: readonly Prerequisite[];
    };

const UNCHANGED: FieldVerdict = { kind: "unchanged" };
const AGREED: FieldVerdict = { kind: "agreed" };

function hasChanged(state: FieldState, system: SystemName): boolean {
  return !isSameStored(state.rule.kind, state.seen[system], state.base[system]);
}

function copyTo(
  state: FieldState,
  to: SystemName,
  because: "changed" | "decided" | "policy",
): FieldVerdict {
  const replacesEdit = because === "policy";
  return { kind: "copy", to, value: state.seen[otherSystem(to)], because, replacesEdit };
}

/** Merges a field of a run without direction. */
export function mergeField(state: FieldState): FieldVerdict {
  const { rule, seen, entry } = state;
  const isAgreed = agree(rule.kind, seen.salesforce, seen.quickbooks);

  if (entry !== "none") {
    if (isAgreed) return AGREED;
    if (entry === "undecided") return { kind: "parked" };
    const loser = otherSystem(entry);
    return flowsTo(rule, loser) ? copyTo(state, loser, "decided") : { kind: "parked" };
  }

  const salesforceChanged = hasChanged(state, "salesforce");
  const quickbooksChanged = hasChanged(state, "quickbooks");
  if (!salesforceChanged && !quickbooksChanged) return UNCHANGED;
  if (rule.direction !== "both") return mergeOneWay(state);
  if (isSameStored(rule.kind, seen.salesforce, seen.quickbooks)) return AGREED;
  const isLost = lostAmount(state) !== null;
  const isNothing = rule.kind === "money" && isAgreed;
  if (isNothing || (isAgreed && salesforceChanged && quickbooksChanged)) return AGREED;
  // An amount that is gone may be a record deleted: nobody's price is set to nothing without a person.
  if (isLost) return { kind: "conflict", reason: "amountGone" };
  if (!quickbooksChanged) return copyTo(state, "quickbooks", "changed");
  if (!salesforceChanged) return copyTo(state, "salesforce", "changed");
  return mergeByPolicy(state);
}

/** Both systems changed the field, each in its own way. */
function mergeByPolicy(state: FieldState): FieldVerdict {
  const { policy } = state.rule;
  if (policy === "ask") return { kind: "conflict", reason: "asked" };
  const winner = policy === "newest" ? newestOf(state.edits) : policy;
  if (winner === "sameTime" || winner === "timeUnknown") {
    return { kind: "conflict", reason: winner };
  }
  return copyTo(state, otherSystem(winner), "policy");
}

/** The system that held an amount and has none at all any more, while the other has one; else null. */
function lostAmount({ rule, base, seen }: FieldState): SystemName | null {
  if (rule.kind !== "money" || (seen.salesforce === null) === (seen.quickbooks === null))
    return null;
  const system: SystemName = seen.salesforce === null ? "salesforce" : "quickbooks";
  return base[system] === null ? null : system;
}

/** In a one-way field the source wins, and an edit on the other side is recorded before it goes. */
function mergeOneWay(state: FieldState): FieldVerdict {
  const to: SystemName = state.rule.direction === "toSalesforce" ? "salesforce" : "quickbooks";
  if (!hasChanged(state, otherSystem(to))) return UNCHANGED;
  if (agree(state.rule.kind, state.seen.salesforce, state.seen.quickbooks)) return AGREED;
  return hasChanged(state, to) ? copyTo(state, to, "policy") : copyTo(state, to, "changed");
}

/**
 * Decides a field of a forced run from `source`: for each field of that direction the source wins.
 * An edit in the target that the run replaces is recorded, unless an open entry already holds it.
 */
export function forceField(state: FieldState, source: SystemName): FieldVerdict {
  const to = otherSystem(source);
  if (!flowsTo(state.rule, to)) return mergeField(state);
  const isSame = isSameStored(state.rule.kind, state.seen.salesforce, state.seen.quickbooks);
  // A forced run carries values; where the source has no amount at all there is none to carry.
  const hasNone = state.rule.kind === "money" && state.seen[source] === null;
  if (hasNone && state.seen[to] !== null) return mergeField(state);
  const replacesEdit = !isSame && state.entry === "none" && hasChanged(state, to);
  return { kind: "copy", to, value: state.seen[source], because: "forced", replacesEdit };
}
