/**
 * Whether a record is still set aside for a reason that holds. Re-Process closes the entry that says why; a pass
 * that then finds nothing wrong takes the record back into rotation, or nobody could ever bring it there (I18).
 */
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { findLogEntry, type LogEntry } from "@accord-sync/ledger/log-entries.ts";
import { findParked, unpark } from "@accord-sync/ledger/parked.ts";
import { type EngineContext, mappedScope } from "./engine-context.ts";

/** The entry that says why the record is set aside; null when it is not, or was without an entry. */
async function whyAside(
  context: EngineContext,
  db: Db,
  mapping: Mapping,
  ref: RecordRef,
): Promise<LogEntry | null> {
  const parked = await findParked(db, mappedScope(context, mapping), ref);
  return parked === null || parked.logId === null ? null : findLogEntry(db, parked.logId);
}

/** True when a person had the reason re-processed, and nothing has come of it yet. */
export async function isReprocessed(
  context: EngineContext,
  mapping: Mapping,
  ref: RecordRef,
): Promise<boolean> {
  const entry = await whyAside(context, context.ledger.db, mapping, ref);
  return entry !== null && entry.reprocessed;
}

/** Back into rotation, where the reason was re-processed. */
export async function releaseReprocessed(
  context: EngineContext,
  mapping: Mapping,
  ref: RecordRef,
): Promise<void> {
  if (!(await isReprocessed(context, mapping, ref))) return;
  await context.ledger.transaction((tx) => unpark(tx, mappedScope(context, mapping), ref));
}

/** Its mark was cleared: back into rotation, unless something else than the mark is wrong with it. */
export async function releaseCleared(
  context: EngineContext,
  tx: Db,
  mapping: Mapping,
  ref: RecordRef,
): Promise<void> {
  const entry = await whyAside(context, tx, mapping, ref);
  if (entry === null || !(entry.reprocessed || entry.action === "mark")) return;
  await unpark(tx, mappedScope(context, mapping), ref);
}
