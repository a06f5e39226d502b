/**
 * Changes of Salesforce records that nobody linked leave no trace in the ledger, but a plan may hold them: they
 * are noted for it, whoever told of them, and looked at again before they are written. Of QuickBooks records the
 * directory tells.
 *
 * A sweep finds again what changed before the reading: a version that was read when its second was over is no news,
 * and looking at it again would be a call that the plan did not foresee.
 */
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import {
  type Backfill,
  isEnded,
  listOpenBackfills,
  noteBackfillChange,
} from "@accord-sync/ledger/backfills.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { findSurveyPart, findSurveyRecord } from "@accord-sync/ledger/surveys.ts";
import { type EngineContext, remoteOf } from "../engine-context.ts";

/** Both clocks may be off. */
const CLOCK_SLACK_MS = 300_000;

/** `version` is that of the change; null when it is not told. */
export async function noteUnlinkedChange(
  context: EngineContext,
  tx: Db,
  mapping: Mapping,
  change: { readonly ref: RecordRef; readonly version: string | null },
): Promise<void> {
  for (const backfill of await listOpenBackfills(tx, context.scope)) {
    if (isEnded(backfill) || (await isRead(context, tx, { backfill, mapping, ...change })))
      continue;
    await noteBackfillChange(tx, backfill, mapping.id, change.ref.id);
  }
}

interface Heard {
  readonly backfill: Backfill;
  readonly mapping: Mapping;
  readonly ref: RecordRef;
  readonly version: string | null;
}

/** Whether what the backfill read of the record, or is about to read, holds the change. */
async function isRead(
  context: EngineContext,
  tx: Db,
  { backfill, mapping, ref, version }: Heard,
): Promise<boolean> {
  const { survey } = backfill;
  if (version === null || survey === null) return false;
  const part = await findSurveyPart(tx, survey, mapping.id, ref.system);
  if (part === null) return false;
  // Changed long before the reading began: it is read so, if it is not read yet.
  if (Date.parse(version) + CLOCK_SLACK_MS < Date.parse(part.startedAt)) return true;
  const record = await findSurveyRecord(tx, part.id, ref.id);
  if (record === null) return false;
  const order = remoteOf(context, ref.system).compareVersions(version, record.observation.version);
  return order < 0 || (order === 0 && record.observation.isSettled);
}
