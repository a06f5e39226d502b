/**
 * What the guard counts: how many linked records of a mapping a system's changes would write over in the other
 * one. Pure; the counting itself, over time, is the engine's. Rules: `docs/spec/lifecycle.md`.
 */
import type { Mapping } from "../mapping/mapping.ts";
import type { FieldValue } from "../records/image.ts";
import { changesTarget, type MergedField } from "../merge/merge-record.ts";
import type { GuardLimit } from "./judge-deletion.ts";

/** `changes` counts every value; `losses`, a value that is blanked or a record that is made inactive. */
export const CHANGE_KINDS = ["changes", "losses"] as const;

export type ChangeKind = (typeof CHANGE_KINDS)[number];

export type ChangeLimits = Readonly<Record<ChangeKind, GuardLimit>>;

const HOUR_MS = 3_600_000;

export const CHANGE_GUARD: ChangeLimits = {
  changes: { more: 200, share: 0.2, withinMs: HOUR_MS },
  losses: { more: 50, share: 0.1, withinMs: HOUR_MS },
};

/**
 * True for a value that would be written with nobody having asked for it: what a person decided, or a run that a
 * person started carries over, was looked at.
 */
export function isUnasked(field: MergedField): boolean {
  const { verdict } = field;
  if (verdict.kind !== "copy" || !changesTarget(field)) return false;
  return verdict.because === "changed" || verdict.because === "policy";
}

/** What writing `after` over `before` takes away: a value, or a record from those in use. */
export function isLoss(
  { activeField }: Pick<Mapping, "activeField">,
  field: string,
  { before, after }: { readonly before: FieldValue; readonly after: FieldValue },
): boolean {
  if (field === activeField) return before === true && after === false;
  const isBlank = (value: FieldValue) => value === null || value === "";
  return isBlank(after) && !isBlank(before);
}
