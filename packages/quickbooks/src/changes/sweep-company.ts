/** Sweep: the engine's view of a company's changes since a cursor, at one metered call a step. */
import { must } from "@accord-sync/core/errors/assert.ts";
import { textOf } from "@accord-sync/core/json/lossless-json.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { Sweep, SweptChange, UnreadableRecord } from "@accord-sync/core/ports/remote.ts";
import { type Result, succeed } from "@accord-sync/core/records/result.ts";
import { DIRECTORY_ONLY_TYPES } from "../entity-types.ts";
import { readSighting } from "../records/observe-record.ts";
import { readCursor, writeCursor } from "./change-cursor.ts";
import { type Change, type ChangeWalk, startAt, stepChanges } from "./step-changes.ts";

export interface CompanySweep extends Omit<ChangeWalk, "types"> {
  readonly mappings: readonly Mapping[];
}

export async function sweepCompany(
  { mappings, ...walk }: CompanySweep,
  cursor: string | null,
): Promise<Result<Sweep>> {
  if (cursor === null) {
    return succeed({ changes: [], cursor: writeCursor(startAt(walk.now)), isFull: false });
  }
  const position = must(readCursor(cursor), "the sweep cursor is one that this adapter wrote");
  const step = await stepChanges({ ...walk, types: sweptTypes(mappings) }, position);
  if (!step.ok) return step;
  const { unseenDeletions, calls } = step.value;
  const changes: SweptChange[] = [];
  const unreadable: UnreadableRecord[] = [];
  for (const change of step.value.changes) {
    const swept = sweptChange(mappings, change);
    const id = textOf(change.record, "Id");
    if (swept !== null) changes.push(swept);
    else unreadable.push({ type: change.type, id: must(id, "every swept change has an Id") });
  }
  const isFull = step.value.cursor.state === "catching-up";
  return succeed({
    changes,
    unreadable,
    cursor: writeCursor(step.value.cursor),
    isFull,
    calls,
    unseenDeletions,
  });
}

/** Types to sweep: the mapped ones, and those whose names clash with customers'. */
function sweptTypes(mappings: readonly Mapping[]): readonly string[] {
  return [
    ...new Set([...mappings.map((mapping) => mapping.quickbooksType), ...DIRECTORY_ONLY_TYPES]),
  ];
}

function sweptChange(mappings: readonly Mapping[], { type, record }: Change): SweptChange | null {
  const mapping = mappings.find((candidate) => candidate.quickbooksType === type) ?? null;
  const sighting = readSighting(type, mapping, record);
  return sighting === null ? null : { type, sighting };
}
