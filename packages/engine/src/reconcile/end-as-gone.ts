/**
 * Ends a pass over a linked record that was seen deleted. Nothing is deleted in the other system (I15):
 * the record is set aside until a person unlinks it, or the deleted one is restored.
 *
 * A deletion is told once (I21): in the transaction that notes it on the link. Whoever tells of it again (a
 * sweep, a late event, the first look after a restart) finds the note and is silent; a look that finds the
 * record takes the note away, so that the next deletion is told again. A press of Send or Sync From is
 * answered with a line of its own, and Re-Process gets one for the entries that it closed.
 */
import {
  messageOf,
  type OperationalError,
  operationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import { otherSystem, type SystemName } from "@accord-sync/core/records/record-ref.ts";
import type { Survivor } from "@accord-sync/core/records/observation.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { findLink, type Link, touchLink } from "@accord-sync/ledger/links.ts";
import { listRecordLog, type LogEntry } from "@accord-sync/ledger/log-entries.ts";
import { findParked, park } from "@accord-sync/ledger/parked.ts";
import { type EngineContext, mappedScope, nowIso } from "../engine-context.ts";
import { directionTo, writeParked } from "../journal.ts";
import { readError } from "../views/error-view.ts";
import { finished, type Pass, type PassEnd } from "./pass.ts";

/** How far back Re-Process looks for an entry that is still open: it marked its own just before. */
const ENTRIES_BACK = 50;

export interface Gone {
  readonly link: Link;
  /** Where the record was deleted. */
  readonly system: SystemName;
  readonly mergedInto: Survivor | null;
}

export async function endAsGone(context: EngineContext, pass: Pass, gone: Gone): Promise<PassEnd> {
  const { link, system } = gone;
  const error = goneError(gone);
  await context.ledger.transaction(async (tx) => {
    if (await isTold(tx, pass, gone, error)) {
      await keepAside(context, tx, pass, { link, error });
      return;
    }
    const isGone = system === "salesforce" ? "salesforceDeleted" : "quickbooksDeleted";
    await touchLink(tx, link.id, { [isGone]: true });
    await writeParked(context, tx, {
      mapping: pass.mapping,
      salesforce: link.salesforceRef,
      quickbooks: link.quickbooksRef,
      name: link.name,
      direction: directionTo(otherSystem(system)),
      action: pass.notice.direction === "none" ? "update" : pass.notice.direction,
      outcome: "rejected",
      actor: pass.notice.actor,
      linkId: link.id,
      error,
    });
  });
  return finished("parked", "error", messageOf(error), link.salesforceRef);
}

function goneError({ system, mergedInto }: Gone): OperationalError {
  if (system === "quickbooks") return operationalError("RECORD_DELETED_IN_QUICKBOOKS");
  if (mergedInto === null) return operationalError("RECORD_DELETED_IN_SALESFORCE");
  const { ref, name } = mergedInto;
  return operationalError("RECORD_MERGED_IN_SALESFORCE", {
    survivor: name ?? ref.id,
    type: ref.type,
    id: ref.id,
  });
}

async function isTold(
  tx: Db,
  { notice }: Pass,
  { link, system }: Gone,
  error: OperationalError,
): Promise<boolean> {
  // Read anew: an earlier look of this pass may have found the record.
  const now = await findLink(tx, link.id);
  const isKnown = system === "salesforce" ? now?.salesforceDeleted : now?.quickbooksDeleted;
  if (isKnown !== true || notice.direction !== "none") return false;
  if (notice.source !== "person") return true;
  const isOpen = (entry: LogEntry) =>
    entry.linkId === link.id &&
    !entry.reprocessed &&
    entry.error !== null &&
    readError(entry.error).code === error.code;
  return (await listRecordLog(tx, link.tenant, link.salesforceRef, ENTRIES_BACK)).some(isOpen);
}

interface Kept {
  readonly link: Link;
  readonly error: OperationalError;
}

/** The record stays set aside as it is; where something took it back into rotation, it is put aside again. */
async function keepAside(
  context: EngineContext,
  tx: Db,
  { mapping }: Pass,
  { link, error }: Kept,
): Promise<void> {
  const scope = mappedScope(context, mapping);
  if ((await findParked(tx, scope, link.salesforceRef)) !== null) return;
  await park(tx, {
    ...scope,
    ref: link.salesforceRef,
    error: JSON.stringify(error),
    logId: null,
    at: nowIso(context),
    kind: "error",
    refusedWrite: null,
  });
}
