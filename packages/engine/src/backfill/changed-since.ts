/**
 * Changes of Salesforce records that nobody linked leave no trace in the ledger, but a plan may hold them: they
 * are noted for it, whoever told of them, and looked at again before they are written. Of QuickBooks records the
 * directory tells.
 */
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import { isEnded, listOpenBackfills, noteBackfillChange } from "@accord-sync/ledger/backfills.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import type { EngineContext } from "../engine-context.ts";

export async function noteUnlinkedChange(
  context: EngineContext,
  tx: Db,
  mapping: Mapping,
  ref: RecordRef,
): Promise<void> {
  for (const backfill of await listOpenBackfills(tx, context.scope)) {
    if (!isEnded(backfill)) await noteBackfillChange(tx, backfill, mapping.id, ref.id);
  }
}
