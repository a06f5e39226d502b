/**
 * The policy `newest`: which of two edits came later.
 *
 * Each system tells the time of a record's last edit by its own clock, in whole seconds, and nothing about
 * a single field. So the time of a value is that of its record when the value was first seen, and two times
 * are told apart only when they lie further apart than both clocks may err. Nothing is guessed: too close
 * or not known is for a person.
 */
import type { Edit } from "../records/observation.ts";
import type { SystemName } from "../records/record-ref.ts";

/**
 * Edits that are no further apart count as made at the same time: two clocks that differ by several
 * seconds, and a second lost to rounding on each side.
 */
export const NEWEST_TOLERANCE_MS = 10_000;

/** The last known edit of a field's value in each system; null where none is known. */
export type EditPair = Readonly<Record<SystemName, Edit | null>>;

export const UNKNOWN_EDITS: EditPair = { salesforce: null, quickbooks: null };

/** The system of the later edit, or why nobody can tell. */
export function newestOf(edits: EditPair): SystemName | "sameTime" | "timeUnknown" {
  const salesforce = timeOf(edits.salesforce);
  const quickbooks = timeOf(edits.quickbooks);
  if (salesforce === null || quickbooks === null) return "timeUnknown";
  if (Math.abs(salesforce - quickbooks) <= NEWEST_TOLERANCE_MS) return "sameTime";
  return salesforce > quickbooks ? "salesforce" : "quickbooks";
}

/** Milliseconds since 1970; null where the time is not known or is none. */
function timeOf(edit: Edit | null): number | null {
  const epochMs = edit?.at ? Date.parse(edit.at) : Number.NaN;
  return Number.isNaN(epochMs) ? null : epochMs;
}
