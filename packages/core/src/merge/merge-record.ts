/** Three-way merge of a record: each field by its own rule, then one patch per system. Pure. */
import { isSameStored } from "../mapping/canonical.ts";
import { type FieldRule, type Mapping, pathIn } from "../mapping/mapping.ts";
import { type FieldValue, type Image, valueAt } from "../records/image.ts";
import type { Edit } from "../records/observation.ts";
import type { SystemName } from "../records/record-ref.ts";
import type { EditPair } from "./newest.ts";
import { type FieldVerdict, forceField, mergeField, type OpenEntry } from "./merge-field.ts";

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
}

export interface MergedField {
  readonly rule: FieldRule;
  readonly verdict: FieldVerdict;
  readonly base: Readonly<Record<SystemName, FieldValue>>;
  readonly seen: Readonly<Record<SystemName, FieldValue>>;
  readonly edits: EditPair;
}

export interface Merge {
  readonly fields: readonly MergedField[];
}

export function mergeRecord(input: MergeInput): Merge {
  const { mapping, salesforce, quickbooks, forceFrom } = input;
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
      const verdict = forceFrom === null ? mergeField(state) : forceField(state, forceFrom);
      return { rule, verdict, base, seen, edits };
    });
  return { fields };
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
