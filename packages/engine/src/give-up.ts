/**
 * A record that was tried often enough is set aside, and the log says why. A write of it whose outcome is not known
 * is not left at that: nobody else would ever ask for its outcome, so it is looked at again now and then.
 */
import {
  messageOf,
  type OperationalError,
  operationalError,
} from "@accord-sync/core/errors/operational-error.ts";
import type { Mapping } from "@accord-sync/core/mapping/mapping.ts";
import { type RecordRef, SYSTEM_LABEL } from "@accord-sync/core/records/record-ref.ts";
import type { Notice } from "@accord-sync/ledger/inbox.ts";
import { listOpenIntentsFor } from "@accord-sync/ledger/intents.ts";
import type { Db } from "@accord-sync/ledger/ledger.ts";
import { findLinkByRef, type Link } from "@accord-sync/ledger/links.ts";
import { findParked } from "@accord-sync/ledger/parked.ts";
import { type EngineContext, mappedScope, mappingById } from "./engine-context.ts";
import { writeParked } from "./journal.ts";
import { endNotice } from "./notices/end-notice.ts";
import { recordNotice } from "./notices/record-notice.ts";
import { isReprocessed } from "./set-aside.ts";
import { readError } from "./views/error-view.ts";

/** Between two rounds of attempts to learn how a write ended: five minutes. */
export const DOUBT_AGAIN_MS = 300_000;

/** Ends the notice, whose `attempts` all failed, the last one with `last`. */
export async function giveUp(
  context: EngineContext,
  notice: Notice,
  last: OperationalError,
): Promise<void> {
  const mapping = mappingById(context, notice.mapping);
  const error = operationalError(
    "RETRIES_EXHAUSTED",
    { attempts: String(notice.attempts), last: messageOf(last) },
    { vendor: last.vendor },
  );
  const own = notice.ref;
  const link = await findLinkByRef(context.ledger.db, mappedScope(context, mapping), own);
  const isTold = await wasTold(context, notice, mapping, link?.salesforceRef ?? own);
  await context.ledger.transaction(async (tx) => {
    if (!isTold) await tell(context, tx, { notice, mapping, link, error });
    await endNotice(context, tx, notice, {
      kind: "finished",
      outcome: "parked",
      result: "error",
      message: messageOf(error),
      salesforceRef: link?.salesforceRef ?? null,
    });
    await askAgain(context, tx, link === null ? [own] : [link.salesforceRef, link.quickbooksRef]);
  });
  context.log.warn("gave up on a record", {
    record: `${own.type} ${own.id}`,
    system: SYSTEM_LABEL[own.system],
  });
}

interface GivenUp {
  readonly notice: Notice;
  readonly mapping: Mapping;
  readonly link: Link | null;
  readonly error: OperationalError;
}

function tell(
  context: EngineContext,
  tx: Db,
  { notice: { ref, direction, actor }, mapping, link, error }: GivenUp,
): Promise<void> {
  return writeParked(context, tx, {
    mapping,
    salesforce: link?.salesforceRef ?? (ref.system === "salesforce" ? ref : null),
    quickbooks: link?.quickbooksRef ?? (ref.system === "quickbooks" ? ref : null),
    name: link?.name ?? null,
    direction: "none",
    action: direction === "none" ? "update" : direction,
    outcome: "rejected",
    actor,
    linkId: link?.id ?? null,
    error,
  });
}

/** Asked again of ourselves, a record that is set aside for the same reason is not told of once more. */
async function wasTold(
  context: EngineContext,
  { source, direction }: Notice,
  mapping: Mapping,
  ref: RecordRef,
): Promise<boolean> {
  if (source !== "recovery" || direction !== "none") return false;
  const parked = await findParked(context.ledger.db, mappedScope(context, mapping), ref);
  if (parked === null || readError(parked.error).code !== "RETRIES_EXHAUSTED") return false;
  return !(await isReprocessed(context, mapping, ref));
}

async function askAgain(context: EngineContext, tx: Db, refs: readonly RecordRef[]): Promise<void> {
  const found = await Promise.all(
    refs.map((ref) => listOpenIntentsFor(tx, context.scope.tenant, ref)),
  );
  const intents = new Map(found.flat().map((intent) => [intent.id, intent]));
  for (const { source, ref, mapping } of intents.values()) {
    const about = source ?? ref;
    if (about === null) continue;
    await recordNotice(context, tx, {
      mapping: mappingById(context, mapping),
      ref: about,
      source: "recovery",
      dueInMs: DOUBT_AGAIN_MS,
    });
  }
}
