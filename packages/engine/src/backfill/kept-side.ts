/** Whose value both get where a first load links two records that differ. */
import type { FieldValue } from "@accord-sync/core/records/image.ts";
import { otherSystem, type SystemName } from "@accord-sync/core/records/record-ref.ts";

/** The named system's, unless it holds none: who has chosen a winner did not choose to empty what the other has. */
export function keptSide(
  winner: SystemName,
  values: Readonly<Record<SystemName, FieldValue>>,
): SystemName {
  return values[winner] === null ? otherSystem(winner) : winner;
}
