/**
 * Changes in QuickBooks that wait while real time is off. What a person brings in meanwhile, by Sync
 * From QuickBooks or Sync Now, no longer waits: the notice ends, and the record's page shows it.
 */
import { isSameStored } from "@accord-sync/core/mapping/canonical.ts";
import { flowsTo, type Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import { deferNotice, listNoticesFor, type Notice } from "@accord-sync/ledger/inbox.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { dueIso, type EngineContext } from "../engine-context.ts";
import type { SideState } from "../link-state.ts";
import { readError } from "../views/error-view.ts";
import { isNoLater } from "./echo.ts";
import { readKnown } from "./notice-known.ts";

export const isHeldBack = ({ waiting }: Notice): boolean =>
  waiting !== null && readError(waiting).code === "REAL_TIME_OFF";

/** True when the notice's change was seen already, and nothing of it is left to carry over. */
export function isTakenIn(mapping: Mapping, notice: Notice, side: SideState): boolean {
  return isSeen(notice, side) && hasNothingPending(mapping, side);
}

function isSeen({ known: text, remoteTime }: Notice, { version, modifiedAt }: SideState): boolean {
  const known = readKnown(text);
  if (known?.kind === "sighting") {
    return known.sighting.kind === "found" && known.sighting.observation.version === version;
  }
  return remoteTime !== null && isNoLater(remoteTime, modifiedAt);
}

function hasNothingPending(mapping: Mapping, { base, seen }: SideState): boolean {
  return mapping.fields
    .filter((rule) => flowsTo(rule, "salesforce") && rule.when === "always")
    .every(({ kind, quickbooks: path }) =>
      isSameStored(kind, seen[path] ?? null, base[path] ?? null),
    );
}

/** Has what waits for real time on this record looked at again. */
export async function releaseHeldBack(
  context: EngineContext,
  tx: Db,
  ref: RecordRef,
): Promise<void> {
  for (const notice of await listNoticesFor(tx, context.scope, ref)) {
    if (!isHeldBack(notice)) continue;
    const { id, seq, attempts, waiting } = notice;
    await deferNotice(tx, id, { seq, attempts, waiting, dueAt: dueIso(context) });
  }
}
