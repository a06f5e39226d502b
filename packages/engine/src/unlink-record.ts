/**
 * Unlink: ends the association and keeps both records. The mark on the Salesforce record is cleared by
 * a settled intent first; its receipt, whatever it says, ends the link, also after a crash.
 */
import { operationalError } from "@accord-sync/core/errors/operational-error.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import type { RecordRef } from "@accord-sync/core/records/record-ref.ts";
import { fail, type Result, succeed } from "@accord-sync/core/records/result.ts";
import { listOpenIntentsFor } from "@accord-sync/ledger/intents.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { findLinkByRef, type Link } from "@accord-sync/ledger/links.ts";
import { type EngineContext, mappedScope } from "./engine-context.ts";
import { loadLinkState } from "./link-state.ts";
import { recordNotice } from "./notices/record-notice.ts";
import { nothingDone } from "./nothing-done.ts";
import { inLane } from "./reconcile/reconcile.ts";
import { endNotices } from "./unlink-commit.ts";
import { settleAll } from "./writer/settle-all.ts";
import { carryOut, isUnlink, type WriteOrder } from "./writer/writer.ts";

interface UnlinkOrder {
  readonly mapping: Mapping;
  readonly ref: RecordRef;
  readonly actor: string;
}

export async function unlinkRecord(
  context: EngineContext,
  { mapping, ref, actor }: UnlinkOrder,
): Promise<Result<null>> {
  return inLane(context, [ref], async () => {
    const { db } = context.ledger;
    const scope = mappedScope(context, mapping);
    const isUnderWay = (await listOpenIntentsFor(db, context.scope.tenant, ref)).some(isUnlink);
    const before = await findLinkByRef(db, scope, ref);
    // An unlink that waits is recorded: a second word for it overtakes only what was asked for in between.
    if (isUnderWay && before !== null) {
      await context.ledger.transaction(async (tx) => {
        await endWishes(context, tx, before);
        await goOnLater(context, tx, { mapping, ref: before.salesforceRef, actor });
      });
    }
    const doubt = await settleAll(context, [ref]);
    if (doubt !== null) return isUnderWay ? succeed(null) : fail(nothingDone(doubt));
    const link = await findLinkByRef(db, scope, ref);
    if (link === null) {
      return isUnderWay ? succeed(null) : fail(operationalError("RECORD_NOT_LINKED"));
    }
    return clearMark(context, mapping, link, actor);
  });
}

async function clearMark(
  context: EngineContext,
  mapping: Mapping,
  link: Link,
  actor: string,
): Promise<Result<null>> {
  const state = await loadLinkState(context.ledger.db, link);
  const order: WriteOrder = {
    mapping,
    target: "salesforce",
    source: null,
    linkId: link.id,
    fingerprint: null,
    plan: {
      kind: "mark",
      actor,
      reason: "unlink",
      found: state.salesforce.mark,
      revision: link.revision,
    },
    write: {
      mapping,
      operation: "mark",
      ref: link.salesforceRef,
      version: null,
      patch: {},
      known: state.salesforce.seen,
      members: state.salesforce.members,
      linkMark: null,
    },
  };
  const outcome = await carryOut(context, order, (tx) => endWishes(context, tx, link));
  // Refused, it has ended the association all the same.
  if (outcome.kind !== "doubtful") return succeed(null);
  await context.ledger.transaction((tx) =>
    goOnLater(context, tx, { mapping, ref: link.salesforceRef, actor }),
  );
  context.wake();
  return succeed(null);
}

/** Recorded, so it goes on by itself: the next pass repeats the intent, and its receipt ends the link. */
async function goOnLater(context: EngineContext, tx: Db, order: UnlinkOrder): Promise<void> {
  await recordNotice(context, tx, { ...order, source: "recovery" });
}

/** Whatever was asked for before is overtaken by this word. */
async function endWishes(context: EngineContext, tx: Db, link: Link): Promise<void> {
  for (const each of [link.salesforceRef, link.quickbooksRef]) {
    await endNotices(context, tx, each, (notice) => notice.direction !== "none" || notice.lift);
  }
}
