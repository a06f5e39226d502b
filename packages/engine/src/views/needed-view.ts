/** What a record waits for, as it stands now: other records, and why they are not there yet. */
import { messageOf, operationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import {
  otherSystem,
  type RecordRef,
  refKey,
  SYSTEM_LABEL,
} from "@accord-sync/core/records/record-ref.ts";
import { listWaits, type Needed } from "@accord-sync/ledger/waits.ts";
import { type EngineContext, mappedScope } from "../engine-context.ts";
import { hasReferences } from "../references/load-references.ts";
import { nameOfNeeded, stateOfNeeded } from "../references/needed-state.ts";

export interface NeededView {
  /** One sentence for each record that nobody brings by itself; else that they are on their way. */
  readonly detail: string;
  /** The end of a sentence that begins with "Waiting for". */
  readonly waitingFor: string;
}

/** Null when the record waits for no other. `refs` are the record's own, in both systems. */
export async function viewNeeded(
  context: EngineContext,
  mapping: Mapping,
  refs: readonly RecordRef[],
): Promise<NeededView | null> {
  if (!hasReferences(mapping)) return null;
  const needed = new Map<string, Needed>();
  for (const ref of refs) {
    const waits = await listWaits(context.ledger.db, mappedScope(context, mapping), ref);
    for (const wait of waits) needed.set(refKey(wait.needed.ref), wait.needed);
  }
  const missing: string[] = [];
  const systems = new Set<string>();
  const stuck: string[] = [];
  for (const each of needed.values()) {
    const state = await stateOfNeeded(context, context.ledger.db, each);
    if (state.kind === "linked") continue;
    const system = SYSTEM_LABEL[otherSystem(each.ref.system)];
    systems.add(system);
    missing.push(nameOfNeeded(each));
    if (state.kind === "still") stuck.push(stuckText(each, system, state.reason));
  }
  if (missing.length === 0) return null;
  const records = missing.join(", ");
  const system = [...systems].join(" and ");
  const onTheirWay = `${messageOf(operationalError("NEEDED_RECORDS", { records, system }))}.`;
  return {
    detail: stuck.length > 0 ? stuck.join(" ") : onTheirWay,
    waitingFor: `${records} to be in ${system}`,
  };
}

function stuckText(needed: Needed, system: string, reason: string | null): string {
  const params = {
    record: nameOfNeeded(needed),
    system,
    reason: reason ?? `it is not in ${system}`,
  };
  return `${messageOf(operationalError("NEEDED_RECORD_HELD", params))}.`;
}
