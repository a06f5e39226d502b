import { EVENT_DELAY_MS } from "./control/held-events.ts";
import { type Actor, captureChanges, type CapturedChange, headerOnly } from "./feed/capture.ts";
import { asUuid, type StoredEvent } from "./feed/change-feed.ts";
import type { ChangeType } from "./feed/event-schema.ts";
import type { Org } from "./org.ts";
import type { RowChange } from "./page-host.ts";
import { randomlessDigest } from "./store/digest.ts";
import type { Change, Snapshot } from "./store/document-store.ts";

/** How a transaction ends: what changed, the events that follow from it, and the faults among them. */

/** What one transaction left behind. */
export interface Commit {
  readonly at: number;
  /** Changes of every collection, events and sessions included: enough to repeat the commit. */
  readonly changes: readonly Change[];
  /** Set when everything before was thrown away: the state to begin again from. */
  readonly replacedBy?: Snapshot;
  readonly rows: readonly RowChange[];
  readonly events: readonly StoredEvent[];
}

/** Closes a transaction: net changes, then the events that follow from them, faults applied. */
export function commitOf(org: Org, actor: Actor, now: number): Commit {
  const published = org.outbox.drain();
  const changes = org.store.takeChanges();
  const rows = changes.flatMap((change): readonly RowChange[] => {
    const isRow = org.schema.object(change.collection) !== undefined;
    return isRow && !leftTheBin(change) ? [rowChange(change, now)] : [];
  });
  const captured = captureChanges(org.schema, changes, {
    isSelected: (name) => org.feed.isSelected(name),
    changesMax: org.settings.events.changesPerTransactionMax,
  }).flatMap((change) => struckChange(org, change, actor, now));
  const events: StoredEvent[] = [];
  if (captured.length > 0 || published.length > 0) {
    const transaction = transactionOf(org, actor, now);
    events.push(...org.feed.append(captured, transaction));
    events.push(...org.feed.appendPlatformEvents(published, transaction));
  }
  for (const held of org.heldEvents.release(now, events.length > 0)) {
    const transaction = transactionOf(org, held.actor, held.at);
    events.push(...org.feed.append([held.change], transaction));
  }
  if (events.length === 0) return { at: now, changes, rows, events };
  return { at: now, changes: [...changes, ...org.store.takeChanges()], rows, events };
}

/** A gap event in a transaction of its own. */
export function gapOf(org: Org, gap: CapturedChange, now: number): Commit {
  const actor = { userId: org.settings.adminUserId, changeOrigin: "" };
  const events = org.feed.append([gap], transactionOf(org, actor, now));
  return { at: now, changes: org.store.takeChanges(), rows: [], events };
}

/** The key and number of a new transaction: they repeat for the same history. */
function transactionOf(org: Org, actor: Actor, now: number) {
  const number = org.feed.nextTransactionNumber();
  return { key: asUuid(randomlessDigest(`transaction:${number}:${now}`)), number, at: now, actor };
}

/** What a fault makes of a change that was captured. */
function struckChange(
  org: Org,
  change: CapturedChange,
  actor: Actor,
  now: number,
): readonly CapturedChange[] {
  const rule = org.faults.strikeEvent(change.object.name);
  const fault: string = rule?.fault ?? "";
  switch (fault) {
    case "drop-event":
      return [];
    case "duplicate-event":
      return [change, change];
    case "gap-event":
      return [
        headerOnly(change.object, change.recordIds, `GAP_${change.changeType}` as ChangeType),
      ];
    case "delay-event":
      org.heldEvents.hold({ change, actor, at: now, due: now + (rule?.delayMs ?? EVENT_DELAY_MS) });
      return [];
    case "reorder-event":
      org.heldEvents.hold({ change, actor, at: now, due: undefined });
      return [];
    default:
      return [change];
  }
}

/** Whether a row was deleted before already: that the bin forgets it is no change to anyone. */
function leftTheBin(change: Change): boolean {
  return change.after === undefined && change.before?.["IsDeleted"] === true;
}

/** A change as the pages see it: moving to the recycle bin is a deletion. */
function rowChange(change: Change, at: number): RowChange {
  const existed = change.before !== undefined && change.before["IsDeleted"] !== true;
  const exists = change.after !== undefined && change.after["IsDeleted"] !== true;
  const kind = existed
    ? exists
      ? "update"
      : "delete"
    : change.before === undefined
      ? "create"
      : "undelete";
  return { objectApiName: change.collection, recordId: change.key, change: kind, at };
}
