/**
 * Sweeps: notices are hints, sweeps close the gaps. One CDC call for all types of the company, one
 * SystemModstamp scan per object of the org. What a sweep finds is recorded together with the place it
 * came to, and a record whose version the ledger already holds costs nothing more.
 */
import type { OperationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { SweptChange } from "@accord-sync/core/ports/remote.ts";
import type { SystemName } from "@accord-sync/core/records/record-ref.ts";
import { readCursor, saveCursor } from "@accord-sync/ledger/cursors.ts";
import { findInDirectory } from "@accord-sync/ledger/directory.ts";
import { findLinkByRef } from "@accord-sync/ledger/links.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { type EngineContext, mappedScope, mappingForType, remoteOf } from "./engine-context.ts";
import { loadLinkState } from "./link-state.ts";
import { recordNotice } from "./notices/record-notice.ts";

const SWEEP_FEED = "sweep";
/** Parts of one sweep: a window that is full is asked for again in smaller parts. */
const PARTS_MAX = 1_000;

/** Sweeps one system up to the present. Answers with the error that stopped it, or null. */
export async function sweep(
  context: EngineContext,
  system: SystemName,
): Promise<OperationalError | null> {
  const remote = remoteOf(context, system);
  const { tenant } = context.scope;
  for (let part = 0; part < PARTS_MAX; part += 1) {
    const cursor = await readCursor(context.ledger.db, tenant, remote.accountId, SWEEP_FEED);
    const swept = await remote.sweep(context.mappings, cursor, context.clock.now());
    if (!swept.ok) return swept.error;
    const { changes, isFull } = swept.value;
    const recorded = await context.ledger.transaction(async (tx) => {
      let count = 0;
      for (const change of changes) count += await recordChange(context, tx, system, change);
      await saveCursor(tx, tenant, remote.accountId, SWEEP_FEED, swept.value.cursor);
      return count;
    });
    if (recorded > 0) context.wake();
    if (!isFull) return null;
  }
  return null;
}

/** Records a change that the ledger does not know yet; answers with how many notices that made. */
async function recordChange(
  context: EngineContext,
  tx: Db,
  system: SystemName,
  { sighting, type }: SweptChange,
): Promise<number> {
  const mapping = mappingForType(context, system, type);
  if (mapping === null) return 0;
  const ref = sighting.kind === "found" ? sighting.observation.ref : sighting.ref;
  const link = await findLinkByRef(tx, mappedScope(context, mapping), ref);
  if (link === null && system === "salesforce") return 0;
  if (sighting.kind === "found") {
    const { version } = sighting.observation;
    const held =
      link === null
        ? await directoryVersion(context, tx, ref.type, ref.id)
        : (await loadLinkState(tx, link))[system].version;
    // A version seen while its second was not over may hide an edit, so in Salesforce equal is not
    // old unless it was settled; the pass then costs one look and writes nothing.
    if (held !== null && remoteOf(context, system).compareVersions(version, held) <= 0) return 0;
  }
  await recordNotice(context, tx, {
    mapping,
    ref,
    source: "sweep",
    known: { kind: "sighting", sighting },
  });
  return 1;
}

async function directoryVersion(
  context: EngineContext,
  tx: Db,
  type: string,
  id: string,
): Promise<string | null> {
  const { tenant, company } = context.scope;
  return (await findInDirectory(tx, tenant, company, type, id))?.version ?? null;
}
