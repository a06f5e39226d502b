/**
 * Changes in QuickBooks that wait while real time is off. What a person brings in meanwhile, by Sync
 * From QuickBooks or Sync Now, no longer waits: the notice ends, and the record's page shows it.
 */
import { isSameStored } from "@accord-sync/core/mapping/canonical.ts";
import { flowsTo, type Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { Remote } from "@accord-sync/core/ports/remote.ts";
import type { RemoteVersion } from "@accord-sync/core/records/observation.ts";
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import { deferNotice, listNoticesFor, type Notice } from "@accord-sync/ledger/inbox.ts";
import { isWish } from "@accord-sync/ledger/notice.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { dueIso, type EngineContext } from "../engine-context.ts";
import type { SideState } from "../link-state.ts";
import { readError } from "../views/error-view.ts";
import { finished } from "../reconcile/pass.ts";
import { isNoLater } from "./echo.ts";
import { endNotice } from "./end-notice.ts";
import { readKnown } from "./notice-known.ts";
import { recordNotice } from "./record-notice.ts";

export const isHeldBack = ({ waiting }: Notice): boolean =>
  waiting !== null && readError(waiting).code === "REAL_TIME_OFF";

/**
 * Whether a change in QuickBooks has to wait: it was not seen yet, or something of it is left to carry
 * over. Null when the notice has nothing to tell by: somebody has to look.
 */
export function mustWait(
  { compareVersions }: Pick<Remote, "compareVersions">,
  { mapping, notice }: { readonly mapping: Mapping; readonly notice: Notice },
  side: SideState,
): boolean | null {
  const isSeen = wasSeen(notice, side, (version) => compareVersions(version, side.version) <= 0);
  return isSeen === null ? null : !isSeen || hasPending(mapping, side);
}

/** `isKnown`: what a sweep found may be older than what a person brought in since. */
function wasSeen(
  notice: Notice,
  { modifiedAt }: SideState,
  isKnown: (version: RemoteVersion) => boolean,
): boolean | null {
  const known = readKnown(notice.known);
  if (known?.kind === "sighting") {
    return known.sighting.kind === "found" && isKnown(known.sighting.observation.version);
  }
  return notice.remoteTime === null ? null : isNoLater(notice.remoteTime, modifiedAt);
}

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

/** A look that a person asked for, by a mapping whose real time is off. */
interface Seen {
  readonly mapping: string;
  readonly askedAt: string;
}

/** What people ask for or decide is no news that a look could have seen, nor is what another mapping waits for. */
function isSeenBy(notice: Notice, { mapping, askedAt }: Seen): boolean {
  const isNews = !isWish(notice) && notice.source !== "decision";
  return isNews && notice.mapping === mapping && notice.at < askedAt;
}

/**
 * Has what waits for real time on this record looked at again. What had come before a person had the record
 * looked at ends: the look saw it, whatever time a notice names, and though its own pass has not begun.
 */
export async function releaseHeldBack(
  context: EngineContext,
  tx: Db,
  ref: RecordRef,
  seen: Seen | null,
): Promise<void> {
  for (const notice of await listNoticesFor(tx, context.scope, ref)) {
    const isSeen = seen !== null && isSeenBy(notice, seen);
    if (!isHeldBack(notice) && !isSeen) continue;
    if (isSeen) {
      await endNotice(context, tx, notice, finished("reconciled", "alreadyInStep", "Brought in."));
      continue;
    }
    const { id, seq, attempts, waiting } = notice;
    await deferNotice(tx, id, { seq, attempts, waiting, dueAt: dueIso(context) });
  }
}
