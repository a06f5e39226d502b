/** Intake: webhooks and change events become notices. It records and does nothing else. */
import {
  actionOf,
  messageOf,
  operationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import { isoSeconds } from "@accord-sync/core/ports/clock.ts";
import type {
  ChangeNotice,
  FeedPage,
  UnreadableEvent,
} from "@accord-sync/core/ports/change-feed.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import { listNoticesFor } from "@accord-sync/ledger/inbox.ts";
import { readCursor, saveCursor } from "@accord-sync/ledger/cursors.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { tellDeparture } from "@accord-sync/ledger/departures.ts";
import { addTally } from "@accord-sync/ledger/tally.ts";
import type { WebhookNotice } from "../engine-api.ts";
import {
  accountOf,
  type EngineContext,
  mappingForType,
  nowIso,
  quickbooksRef,
  salesforceRef,
} from "../engine-context.ts";
import { CHANGE_FEED, SWEEP_FEED } from "../feeds.ts";
import { holdsAll } from "./echo.ts";
import { type Known, readKnown } from "./notice-known.ts";
import { recordNotice } from "./record-notice.ts";

/** The client name that our own writes to Salesforce carry (`Sforce-Call-Options`). */
export const OUR_CLIENT = "AccordSync";

export async function receiveWebhooks(
  context: EngineContext,
  notices: readonly WebhookNotice[],
): Promise<void> {
  const { tenant, company } = context.scope;
  await context.ledger.transaction(async (tx) => {
    for (const notice of notices) {
      const mapping = mappingForType(context, "quickbooks", notice.type);
      if (mapping === null || notice.realmId !== company) {
        await passOver(tx, tenant, company);
        continue;
      }
      await tellOfDeparture(context, tx, notice);
      // Of a merge both records are told: the one that stays, and the one that went into it.
      for (const id of [notice.id, notice.deletedId ?? notice.id].filter(isFirst)) {
        const ref = quickbooksRef(notice.type, id);
        context.watch.webhookCame(ref);
        await recordNotice(context, tx, {
          mapping,
          ref,
          source: "webhook",
          remoteTime: notice.time,
        });
      }
    }
  });
  context.wake();
}

/** Kept, because a look afterwards only finds nothing: not that it was deleted, nor what it went into. */
async function tellOfDeparture(
  context: EngineContext,
  tx: Db,
  { type, id, operation, deletedId }: WebhookNotice,
): Promise<void> {
  const account = accountOf(context, "quickbooks");
  const at = nowIso(context);
  if (operation === "deleted") {
    await tellDeparture(tx, account, { ref: quickbooksRef(type, id), survivor: null }, at);
  }
  if (operation === "merged" && deletedId && deletedId !== id) {
    const survivor = { ref: quickbooksRef(type, id), name: null };
    await tellDeparture(tx, account, { ref: quickbooksRef(type, deletedId), survivor }, at);
  }
}

const isFirst = <T>(item: T, index: number, all: readonly T[]): boolean =>
  all.indexOf(item) === index;

/** Counts a notice about nothing that is mapped. */
async function passOver(tx: Db, tenant: string, account: string): Promise<void> {
  await addTally(tx, tenant, account, "received", 1);
  await addTally(tx, tenant, account, "outOfScope", 1);
}

/**
 * Stores a page of change events and its position together: a phantom perhaps, never a hole (I10). What
 * cannot be read is passed over, and its objects are swept from before it. Many changes at once wait a
 * little, for a sweep reads them all in one call; with `isGathering` it is under way, and so do these.
 */
export async function receiveChanges(
  context: EngineContext,
  page: FeedPage,
  ourUserId: string | null,
  isGathering = false,
): Promise<Received> {
  const { tenant, org } = context.scope;
  // Read before the transaction begins: inside one, a read beside it would wait for ever.
  const connectedAt = page.unreadable.length > 0 ? Date.parse(await context.connectedAt()) : 0;
  let isMany = false;
  await context.ledger.transaction(async (tx) => {
    isMany = isGathering || (await isManyUnseen(context, tx, page, ourUserId));
    for (const change of page.notices) {
      await receiveChange(context, tx, change, { ourUserId, isMany });
    }
    for (const event of page.unreadable) await receiveUnreadable(context, tx, event, connectedAt);
    await saveCursor(tx, tenant, org, CHANGE_FEED, page.replayId);
  });
  for (const event of page.unreadable) warnOfUnreadable(context, event);
  if (page.notices.length > 0) context.wake();
  return { isMany };
}

/** What a page of events asks for besides. */
export interface Received {
  /** Its changes wait for a sweep, which is to begin now. */
  readonly isMany: boolean;
}

/** Whether the page names many records that others changed and no sweep has seen so. */
async function isManyUnseen(
  context: EngineContext,
  tx: Db,
  { notices }: FeedPage,
  ourUserId: string | null,
): Promise<boolean> {
  const { manyChanges } = context.pacing;
  const foreign = notices.filter((change) => oursOrNull(change, ourUserId) === null);
  if (countRecords(foreign) < manyChanges) return false;
  let unseen = 0;
  for (const change of foreign) {
    const mapping = mappingForType(context, "salesforce", change.type);
    if (mapping === null) continue;
    for (const id of change.recordIds) {
      const ref = salesforceRef(change.type, id);
      const known = await valuesOrNull(context, tx, { mapping, ref, change });
      if (known?.kind !== "sighting") unseen += 1;
    }
  }
  return unseen >= manyChanges;
}

function countRecords(notices: readonly ChangeNotice[]): number {
  return notices.reduce((sum, { recordIds }) => sum + recordIds.length, 0);
}

interface Arrival {
  readonly ourUserId: string | null;
  /** It came with many others. */
  readonly isMany: boolean;
}

async function receiveChange(
  context: EngineContext,
  tx: Db,
  change: ChangeNotice,
  { ourUserId, isMany }: Arrival,
): Promise<void> {
  const { tenant, org } = context.scope;
  const mapping = mappingForType(context, "salesforce", change.type);
  if (mapping === null || change.recordIds.length === 0) {
    if (mapping !== null && change.changeType === "overflow") {
      await sweepAgain(context, tx, change.type, change.committedAt);
      context.log.warn("too many changes to be told one by one: the object is swept", {
        type: change.type,
      });
    }
    await passOver(tx, tenant, org);
    return;
  }
  for (const id of change.recordIds) {
    const ref = salesforceRef(change.type, id);
    await recordNotice(context, tx, {
      mapping,
      ref,
      source: "change-event",
      remoteTime: change.committedAt,
      known:
        oursOrNull(change, ourUserId) ??
        markedOrNull(change) ??
        (await valuesOrNull(context, tx, { mapping, ref, change })),
      dueInMs: isMany ? context.pacing.gatherMs : 0,
    });
  }
}

interface Telling {
  readonly mapping: Mapping;
  readonly ref: RecordRef;
  readonly change: ChangeNotice;
}

/**
 * What the event tells, if that is of mapped fields alone: of any other, as of the link mark, only a look can
 * tell. Where a sweep has seen all of it, and what it saw waits for its pass, that is handed on.
 */
async function valuesOrNull(
  context: EngineContext,
  tx: Db,
  { mapping, ref, change: { changeType, changed } }: Telling,
): Promise<Known | null> {
  if (changeType !== "update" || changed === null) return null;
  const mapped = new Set(mapping.fields.map(({ salesforce }) => salesforce));
  const told = Object.keys(changed);
  if (told.length === 0 || !told.every((path) => mapped.has(path))) return null;
  const notices = await listNoticesFor(tx, context.scope, ref);
  const waiting = notices.find((notice) => notice.mapping === mapping.id);
  const known = readKnown(waiting?.known ?? null);
  const isSeen =
    known?.kind === "sighting" &&
    known.sighting.kind === "found" &&
    holdsAll(mapping, known.sighting.observation.image, changed);
  return isSeen ? known : { kind: "told", changed };
}

/**
 * The sweep of an object goes back to before `time`, durable with the page that gave cause to it: an overflow,
 * which names no records, or an event that cannot be read. Everything that the sweep finds unknown is then
 * recorded like any other change.
 */
async function sweepAgain(
  context: EngineContext,
  tx: Db,
  type: string,
  time: string,
): Promise<void> {
  const { tenant, org } = context.scope;
  const cursor = await readCursor(tx, tenant, org, SWEEP_FEED);
  const rewound = context.salesforce.rewindSweep(cursor, type, time);
  if (rewound !== null) await saveCursor(tx, tenant, org, SWEEP_FEED, rewound);
}

/** How long Salesforce keeps an event: one that cannot be read is no older. */
const EVENTS_KEPT_MS = 72 * 3_600_000;

/** It is swept for as what it may have told: of its object, or where that is not known of each. */
async function receiveUnreadable(
  context: EngineContext,
  tx: Db,
  { type, since }: UnreadableEvent,
  connectedAt: number,
): Promise<void> {
  const mapped = [...new Set(context.mappings.map(({ salesforceType }) => salesforceType))];
  const now = context.clock.now();
  // A time to come, which an event before it may have told for want of a better, would send nothing back.
  // What is older than the connection is not ours to take.
  const earliest = Math.max(now - EVENTS_KEPT_MS, connectedAt);
  const time = since === null ? earliest : Math.min(Date.parse(since), now);
  for (const each of mapped.filter((name) => type === null || name === type)) {
    await sweepAgain(context, tx, each, isoSeconds(time));
  }
  await passOver(tx, context.scope.tenant, context.scope.org);
}

/** Once an event, after its page was stored: a page that comes again for want of storage is not told of twice. */
function warnOfUnreadable({ log }: EngineContext, { type, reason }: UnreadableEvent): void {
  const object = type ?? "an object that is not known";
  const error = operationalError("SF_EVENT_UNREADABLE", { object, detail: reason });
  log.warn(messageOf(error), { code: error.code, action: actionOf(error) });
}

function oursOrNull(change: ChangeNotice, ourUserId: string | null): Known | null {
  const isOurs =
    change.client === OUR_CLIENT &&
    change.userId === ourUserId &&
    change.changed !== null &&
    (change.changeType === "update" || change.changeType === "create");
  return isOurs && change.changed !== null ? { kind: "ours", changed: change.changed } : null;
}

function markedOrNull({ linkMark }: ChangeNotice): Known | null {
  return linkMark === null ? null : { kind: "marked" };
}
