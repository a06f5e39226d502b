/** Intake: webhooks and change events become notices. It records and does nothing else. */
import type { ChangeNotice, FeedPage } from "@accord-sync/core/ports/change-feed.ts";
import { saveCursor } from "@accord-sync/ledger/cursors.ts";
import { listNoticesFor } from "@accord-sync/ledger/inbox.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { addTally } from "@accord-sync/ledger/tally.ts";
import type { WebhookNotice } from "../engine-api.ts";
import {
  type EngineContext,
  mappingForType,
  quickbooksRef,
  salesforceRef,
} from "../engine-context.ts";
import type { Known } from "./notice-known.ts";
import { recordNotice } from "./record-notice.ts";

export const CHANGE_FEED = "change-events";

/** The client name that our own writes to Salesforce carry (`Sforce-Call-Options`). */
export const OUR_CLIENT = "AccordSync";

export async function receiveWebhooks(
  context: EngineContext,
  notices: readonly WebhookNotice[],
): Promise<void> {
  const { tenant, company } = context.scope;
  await context.ledger.transaction(async (tx) => {
    await addTally(tx, tenant, company, "received", notices.length);
    for (const notice of notices) {
      const mapping = mappingForType(context, "quickbooks", notice.type);
      if (mapping === null || notice.realmId !== company) {
        await addTally(tx, tenant, company, "outOfScope", 1);
        continue;
      }
      const ref = quickbooksRef(notice.type, notice.id);
      await tallyCoalesced(context, tx, company, ref);
      await recordNotice(context, tx, {
        mapping,
        ref,
        source: "webhook",
        remoteTime: notice.time,
      });
    }
  });
  context.wake();
}

/** A notice that joins one that waits ends there; the sum of all ends is the number received (I12). */
async function tallyCoalesced(
  context: EngineContext,
  tx: Db,
  account: string,
  ref: Parameters<typeof listNoticesFor>[2],
): Promise<boolean> {
  const isWaiting = (await listNoticesFor(tx, context.scope, ref)).length > 0;
  if (isWaiting) await addTally(tx, context.scope.tenant, account, "coalesced", 1);
  return isWaiting;
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
  await addTally(tx, tenant, org, "received", Math.max(1, change.recordIds.length));
  if (mapping === null || change.recordIds.length === 0) {
    // An overflow names no records: the sweep by SystemModstamp finds them.
    await addTally(tx, tenant, org, "outOfScope", 1);
    return;
  }
  for (const id of change.recordIds) {
    const ref = salesforceRef(change.type, id);
    const isJoined = await tallyCoalesced(context, tx, org, ref);
    await recordNotice(context, tx, {
      mapping,
      ref,
      source: "change-event",
      remoteTime: change.committedAt,
      // Joined with another change it may not pass for an echo of ours.
      known: isJoined ? null : oursOrNull(change, ourUserId),
    });
  }
}

function oursOrNull(change: ChangeNotice, ourUserId: string | null): Known | null {
  const isOurs =
    change.client === OUR_CLIENT &&
    change.userId === ourUserId &&
    change.changed !== null &&
    (change.changeType === "update" || change.changeType === "create");
  return isOurs && change.changed !== null ? { kind: "ours", changed: change.changed } : null;
}
