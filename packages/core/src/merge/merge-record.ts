/** Three-way merge of a record: each field by its own rule, then one patch per system. Pure. */
import { isSameStored } from "../mapping/canonical.ts";
import { type FieldRule, type Mapping, pathIn } from "../mapping/mapping.ts";
import { carry, inCommon, NO_REFERENCES, type References } from "../mapping/references.ts";
import { type FieldValue, type Image, valueAt } from "../records/image.ts";
import type { Edit } from "../records/observation.ts";
import { otherSystem, type SystemName } from "../records/record-ref.ts";
import type { EditPair } from "./newest.ts";
import {
  type FieldState,
  type FieldVerdict,
  forceField,
  mergeField,
  type OpenEntry,
  type ValuePair,
} from "./merge-field.ts";

/** One system's part of a record: the base image, and what it was last seen to hold. */
export interface Side {
  readonly base: Image;
  readonly seen: Image;
  /** Who wrote the values that differ from the base and when, by path. Default: none is known. */
  readonly edits?: Readonly<Record<string, Edit>>;
}

export interface MergeInput {
  readonly mapping: Mapping;
  readonly salesforce: Side;
  readonly quickbooks: Side;
  /** Open entries by field name; a field that is missing has none. */
  readonly entries: Readonly<Record<string, OpenEntry>>;
  /** The system whose values win in a forced run; null for a run without direction. */
  readonly forceFrom: SystemName | null;
  /** The links of the records that either side refers to. Default: none are linked. */
  readonly references?: References;
}

/** `base` and `seen` as each system stores them; a verdict's value as its target takes it. */
export interface MergedField {
  readonly rule: FieldRule;
  readonly verdict: FieldVerdict;
  readonly base: ValuePair;
  readonly seen: ValuePair;
  readonly edits: EditPair;
}

export interface Merge {
  readonly fields: readonly MergedField[];
}

export function mergeRecord(input: MergeInput): Merge {
  const { mapping, salesforce, quickbooks } = input;
  const fields = mapping.fields
    .filter((rule) => rule.when === "always")
    .map((rule): MergedField => {
      const base = {
        salesforce: valueAt(salesforce.base, rule.salesforce),
        quickbooks: valueAt(quickbooks.base, rule.quickbooks),
      };
      const seen = {
        salesforce: valueAt(salesforce.seen, rule.salesforce),
        quickbooks: valueAt(quickbooks.seen, rule.quickbooks),
      };
      const edits = {
        salesforce: salesforce.edits?.[rule.salesforce] ?? null,
        quickbooks: quickbooks.edits?.[rule.quickbooks] ?? null,
      };
      const state = { rule, base, seen, edits, entry: input.entries[rule.name] ?? "none" };
      const verdict = judge(input, state);
      return { rule, verdict, base, seen, edits };
    });
  return { fields };
}

function judge(input: MergeInput, state: FieldState): FieldVerdict {
  const { forceFrom, references = NO_REFERENCES } = input;
  const decide = (each: FieldState) =>
    forceFrom === null ? mergeField(each) : forceField(each, forceFrom);
  if (state.rule.reference === undefined) return decide(state);
  const common = (pair: ValuePair): ValuePair => ({
    salesforce: inCommon(state.rule, "salesforce", pair.salesforce, references),
    quickbooks: inCommon(state.rule, "quickbooks", pair.quickbooks, references),
  });
  const compared = { ...state, base: common(state.base), seen: common(state.seen) };
  const verdict = decide(compared);
  return verdict.kind === "copy" ? overTheLink(input, compared, verdict) : verdict;
}

/** A copy of a reference: the id that the target knows the record by, or what is missing for it. */
function overTheLink(
  input: MergeInput,
  { rule, base, seen }: FieldState,
  verdict: Extract<FieldVerdict, { kind: "copy" }>,
): FieldVerdict {
  const source = otherSystem(verdict.to);
  const { references = NO_REFERENCES } = input;
  const carried = carry(rule, source, input[source].seen, references);
  if (carried.kind === "value") return { ...verdict, value: carried.value };
  // A Send writes every field, but nobody asked for what stands there to be made anew.
  if (verdict.because === "forced" && seen[source] === base[source]) return { kind: "unchanged" };
  return { kind: "blocked", to: verdict.to, needs: carried.needs };
}

/** The fields that are to be written to `system`. */
export function copiesTo(merge: Merge, system: SystemName): readonly MergedField[] {
  return merge.fields.filter(({ verdict }) => verdict.kind === "copy" && verdict.to === system);
}

/** True when writing the field would change what the target holds. */
export function changesTarget({ rule, verdict, seen }: MergedField): boolean {
  return verdict.kind === "copy" && !isSameStored(rule.kind, seen[verdict.to], verdict.value);
}

/**
 * True when people wrote the same into both systems since the base. What one of them holds may have been
 * changed again before the other was written: only a fresh look can tell.
 */
export function agreesByChance({ fields }: Merge): boolean {
  return fields.some(
    ({ rule, verdict, base, seen }) =>
      verdict.kind === "agreed" &&
      !isSameStored(rule.kind, seen.salesforce, base.salesforce) &&
      !isSameStored(rule.kind, seen.quickbooks, base.quickbooks),
  );
}

/** The values to set in `system`, by its own paths. */
export function patchFor(fields: readonly MergedField[], system: SystemName): Image {
  const patch: Record<string, FieldValue> = {};
  for (const { rule, verdict } of fields) {
    if (verdict.kind === "copy") patch[pathIn(rule, system)] = verdict.value;
  }
  return patch;
}

/**
 * The base image of `system` after the fields on which both systems already agree moved to what was
 * seen. Fields to be copied move with their receipt, parked ones not at all: so a crash before the
 * write can never make an edit look old.
 */
export function baseAfterMerge(merge: Merge, system: SystemName, base: Image): Image {
  const moved: Record<string, FieldValue> = { ...base };
  for (const { rule, verdict, seen } of merge.fields) {
    if (verdict.kind === "agreed" || verdict.kind === "unchanged") {
      moved[pathIn(rule, system)] = seen[system];
    }
  }
  return moved;
}

/** Field names whose values differ between the systems, for the entries that Link Record opens. */
export function differingFields(
  mapping: Mapping,
  salesforce: Image,
  quickbooks: Image,
  differs: (rule: FieldRule, left: FieldValue, right: FieldValue) => boolean,
): readonly FieldRule[] {
  return mapping.fields.filter(
    (rule) =>
      rule.when === "always" &&
      differs(rule, valueAt(salesforce, rule.salesforce), valueAt(quickbooks, rule.quickbooks)),
  );
}
