/** Intake: webhooks and change events become notices. It records and does nothing else. */
import type { ChangeNotice, FeedPage } from "@accord-sync/core/ports/change-feed.ts";
import { readCursor, saveCursor } from "@accord-sync/ledger/cursors.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { addTally } from "@accord-sync/ledger/tally.ts";
import type { WebhookNotice } from "../engine-api.ts";
import {
  type EngineContext,
  mappingForType,
  quickbooksRef,
  salesforceRef,
} from "../engine-context.ts";
import { CHANGE_FEED, SWEEP_FEED } from "../feeds.ts";
import type { Known } from "./notice-known.ts";
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
      // Of a merge both records are told: the one that stays, and the one that went into it.
      for (const id of [notice.id, notice.deletedId ?? notice.id].filter(isFirst)) {
        await recordNotice(context, tx, {
          mapping,
          ref: quickbooksRef(notice.type, id),
          source: "webhook",
          remoteTime: notice.time,
        });
      }
    }
  });
  context.wake();
}

const isFirst = <T>(item: T, index: number, all: readonly T[]): boolean =>
  all.indexOf(item) === index;

/** Counts a notice about nothing that is mapped. */
async function passOver(tx: Db, tenant: string, account: string): Promise<void> {
  await addTally(tx, tenant, account, "received", 1);
  await addTally(tx, tenant, account, "outOfScope", 1);
}

/** Stores a page of change events and its position together: a phantom perhaps, never a hole (I10). */
export async function receiveChanges(
  context: EngineContext,
  page: FeedPage,
  ourUserId: string | null,
): Promise<void> {
  const { tenant, org } = context.scope;
  await context.ledger.transaction(async (tx) => {
    for (const change of page.notices) await receiveChange(context, tx, change, ourUserId);
    await saveCursor(tx, tenant, org, CHANGE_FEED, page.replayId);
  });
  if (page.notices.length > 0) context.wake();
}

async function receiveChange(
  context: EngineContext,
  tx: Db,
  change: ChangeNotice,
  ourUserId: string | null,
): Promise<void> {
  const { tenant, org } = context.scope;
  const mapping = mappingForType(context, "salesforce", change.type);
  if (mapping === null || change.recordIds.length === 0) {
    if (mapping !== null && change.changeType === "overflow") {
      await sweepAgain(context, tx, change);
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
      known: oursOrNull(change, ourUserId) ?? markedOrNull(change),
    });
  }
}

/**
 * An overflow names no records. The sweep of its object goes back to before it, durable with the page that
 * told of it; everything that it finds unknown is then recorded like any other change.
 */
async function sweepAgain(context: EngineContext, tx: Db, change: ChangeNotice): Promise<void> {
  const { tenant, org } = context.scope;
  const cursor = await readCursor(tx, tenant, org, SWEEP_FEED);
  const rewound = context.salesforce.rewindSweep(cursor, change.type, change.committedAt);
  if (rewound !== null) await saveCursor(tx, tenant, org, SWEEP_FEED, rewound);
  context.log.warn("too many changes to be told one by one: the object is swept", {
    type: change.type,
  });
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
