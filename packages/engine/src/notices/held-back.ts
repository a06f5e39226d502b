/**
 * Changes in QuickBooks that wait while real time is off.
 *
 * A change waits as long as QuickBooks, looked at after it was told of, was seen with something that Salesforce
 * is still to get (`hasPending`). That is decided at one place, where a pass that may not write to Salesforce
 * ends (`reconcile-link.ts`). A notice is never judged unread: its time may be by another clock than the
 * record's, and an echo of our own write looks like news. So each is looked at as if real time were on, which
 * costs as many calls; only nothing goes into Salesforce. Whatever brings in what waits (Sync From QuickBooks,
 * Sync Now, a decision, the same value by hand) has it looked at again.
 */
import { isSameStored } from "@accord-sync/core/mapping/canonical.ts";
import { flowsTo, type Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import { deferNotice, listNoticesFor, type Notice } from "@accord-sync/ledger/inbox.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { dueIso, type EngineContext } from "../engine-context.ts";
import type { SideState } from "../link-state.ts";
import { readError } from "../views/error-view.ts";
import { recordNotice } from "./record-notice.ts";

export const isHeldBack = ({ waiting }: Notice): boolean =>
  waiting !== null && readError(waiting).code === "REAL_TIME_OFF";

/** True when QuickBooks was seen with values that Salesforce is still to get. */
export function hasPending(mapping: Mapping, { base, seen }: SideState): boolean {
  return mapping.fields
    .filter((rule) => flowsTo(rule, "salesforce") && rule.when === "always")
    .some(
      ({ kind, quickbooks: path }) => !isSameStored(kind, seen[path] ?? null, base[path] ?? null),
    );
}

/**
 * Has what a pass about the Salesforce record saw in QuickBooks wait for real time. A sweep passes over
 * a version that is known, so where the webhook is lost nobody else would tell of it.
 */
export function keepForRealTime(
  context: EngineContext,
  mapping: Mapping,
  { ref, modifiedAt: remoteTime }: SideState,
): Promise<void> {
  return context.ledger.transaction(async (tx) => {
    const notices = await listNoticesFor(tx, context.scope, ref);
    if (notices.some((notice) => notice.mapping === mapping.id)) return;
    await recordNotice(context, tx, { mapping, ref, source: "recovery", remoteTime });
  });
}

/**
 * Has what waits for real time on this record, by this mapping, looked at again: a pass of its own tells whether
 * anything is left. Called where a pass left nothing.
 */
export async function releaseHeldBack(
  context: EngineContext,
  tx: Db,
  mapping: Mapping,
  ref: RecordRef,
): Promise<void> {
  for (const notice of await listNoticesFor(tx, context.scope, ref)) {
    if (notice.mapping !== mapping.id || !isHeldBack(notice)) continue;
    const { id, seq, attempts, waiting } = notice;
    await deferNotice(tx, id, { seq, attempts, waiting, dueAt: dueIso(context) });
  }
}
