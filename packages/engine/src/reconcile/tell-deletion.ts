/** What the log and the record's page say of a deletion, and when they say it again. */
import type { HoldReason } from "@accord-sync/core/lifecycle/judge-deletion.ts";
import { messageOf, type OperationalError } from "@accord-sync/core/errors/operational-error.ts";
import { otherSystem } from "@accord-sync/core/records/record-ref.ts";
import type { Survivor } from "@accord-sync/core/records/observation.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import type { Link } from "@accord-sync/ledger/links.ts";
import { listRecordLog, type LogEntry } from "@accord-sync/ledger/log-entries.ts";
import { findParked, park } from "@accord-sync/ledger/parked.ts";
import { holdText } from "../deletion/hold-text.ts";
import { type EngineContext, mappedScope, nowIso } from "../engine-context.ts";
import { directionTo, writeParked } from "../journal.ts";
import { readError } from "../views/error-view.ts";
import { type Gone, goneError } from "./gone.ts";
import type { Pass } from "./pass.ts";

/** How far back Re-Process looks for an entry that is still open: it marked its own just before. */
const ENTRIES_BACK = 50;

interface Telling {
  readonly link: Link;
  readonly gone: Gone;
  readonly survivor: Survivor | null;
  /** Why a person is asked; null where it was told before. */
  readonly reason: HoldReason | null;
  /** More about a deletion that was told. Default false. */
  readonly isMore?: boolean;
  /** Why a removal was refused. */
  readonly refusal?: OperationalError;
}

export function tellDeletion(
  context: EngineContext,
  tx: Db,
  pass: Pass,
  { link, gone, survivor, reason, isMore = false, refusal }: Telling,
): Promise<void> {
  const { direction, actor } = pass.notice;
  const error = goneError(gone, survivor);
  const why = reason === null ? null : holdText(reason, gone.system, refusal ?? null);
  return writeParked(context, tx, {
    mapping: pass.mapping,
    salesforce: link.salesforceRef,
    quickbooks: link.quickbooksRef,
    name: link.name,
    direction: directionTo(otherSystem(gone.system)),
    action: isMore ? "merge" : direction === "none" ? "update" : direction,
    outcome: "rejected",
    actor,
    linkId: link.id,
    error,
    ...(why === null ? {} : { message: `${messageOf(error)}. ${why}` }),
  });
}

interface Kept {
  readonly link: Link;
  readonly error: OperationalError;
}

/** True when a deletion that was told is to be told once more: somebody asked about it just now. */
export async function wantsAnswer(
  tx: Db,
  { notice }: Pass,
  { link, error }: Kept,
): Promise<boolean> {
  if (notice.direction !== "none") return true;
  if (notice.source !== "person") return false;
  const isOpen = (entry: LogEntry) =>
    entry.linkId === link.id &&
    !entry.reprocessed &&
    entry.error !== null &&
    readError(entry.error).code === error.code;
  return !(await listRecordLog(tx, link.tenant, link.salesforceRef, ENTRIES_BACK)).some(isOpen);
}

/** The record stays set aside as it is; where something took it back into rotation, it is put aside again. */
export async function keepAside(
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
    waitsFor: null,
  });
}
